// Who may call: a file with a line for each caller,
//
//   NAME sha256:HEX [rate=CALLS_A_SECOND] [calls=AT_A_TIME] [share=WEIGHT]
//   NAME san:CERTIFICATE_NAME [rate=...] [calls=...] [share=...]
//
// by the hash of a bearer token or by a subject alternative name of the client's certificate. Empty
// lines and what stands behind # are skipped. The hash of a token: printf %s TOKEN | sha256sum
#ifndef PARALLAX_SERVER_SERVICE_CALLERS_FILE_H_
#define PARALLAX_SERVER_SERVICE_CALLERS_FILE_H_

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace parallax::service {

// How much a caller may ask for; 0: any.
struct CallerTerms {
  double calls_per_second = 0;
  int calls_at_a_time = 0;
  double share = 1;  // of the slots, beside other callers' shares
};

// Immutable. Thread safety: const; safe for concurrent use.
class CallersFile {
 public:
  struct Entry {
    std::string name;
    bool is_token = false;
    std::array<unsigned char, 32> digest = {};  // of the token
    std::string san;                            // of the certificate
    CallerTerms terms;
  };

  // Errors: INVALID_ARGUMENT with the number of the first line that is wrong, and not a word of it.
  static absl::StatusOr<CallersFile> Parse(absl::string_view text);

  // nullptr where nobody has that token. Takes the same time whichever entry it is, if any.
  const Entry* FindToken(absl::string_view token) const;
  const Entry* FindName(absl::string_view subject_alternative_name) const;
  size_t size() const { return entries_.size(); }

 private:
  std::vector<Entry> entries_;
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_CALLERS_FILE_H_
