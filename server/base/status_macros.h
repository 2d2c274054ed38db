// Early return on errors of the engine's one error type, absl::Status.
#ifndef PARALLAX_SERVER_BASE_STATUS_MACROS_H_
#define PARALLAX_SERVER_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function when `expr`, an absl::Status, is not OK.
#define PARALLAX_RETURN_IF_ERROR(expr)                                \
  do {                                                                \
    if (absl::Status status_ = (expr); !status_.ok()) return status_; \
  } while (false)

#define PARALLAX_MACRO_CONCAT_INNER(a, b) a##b
#define PARALLAX_MACRO_CONCAT(a, b) PARALLAX_MACRO_CONCAT_INNER(a, b)

// PARALLAX_ASSIGN_OR_RETURN(auto x, F()): x becomes the value of F(), an absl::StatusOr, or its
// error is returned.
#define PARALLAX_ASSIGN_OR_RETURN(lhs, expr) \
  PARALLAX_ASSIGN_OR_RETURN_INNER(PARALLAX_MACRO_CONCAT(status_or_, __LINE__), lhs, expr)
#define PARALLAX_ASSIGN_OR_RETURN_INNER(tmp, lhs, expr) \
  auto tmp = (expr);                                    \
  if (!tmp.ok()) return std::move(tmp).status();        \
  lhs = std::move(tmp).value()

#endif  // PARALLAX_SERVER_BASE_STATUS_MACROS_H_
