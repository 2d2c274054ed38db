#include "server/service/trace.h"

#include <algorithm>
#include <cstdint>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace parallax::service {
namespace {

constexpr size_t kMaxRequestId = 64;

bool IsRequestId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxRequestId && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
  });
}

bool IsHex(absl::string_view text, size_t size) {
  return text.size() == size && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c)) || (c >= 'a' && c <= 'f');
         });
}

bool IsZero(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '0'; });
}

// "00-<32 hex>-<16 hex>-<2 hex>"; later versions may have more behind another hyphen.
bool ReadTraceParent(absl::string_view text, absl::string_view* trace, absl::string_view* flags) {
  constexpr size_t kSize = 55;
  if (text.size() < kSize || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
  const absl::string_view version = text.substr(0, 2);
  *trace = text.substr(3, 32);
  const absl::string_view parent = text.substr(36, 16);
  *flags = text.substr(53, 2);
  if (!IsHex(version, 2) || version == "ff") return false;
  if (text.size() > kSize && (version == "00" || text[kSize] != '-')) return false;
  return IsHex(*trace, 32) && !IsZero(*trace) && IsHex(parent, 16) && !IsZero(parent) &&
         IsHex(*flags, 2);
}

// Never 0. Ids must differ, not be secret.
uint64_t RandomBits() {
  thread_local std::mt19937_64 random{(uint64_t{std::random_device()()} << 32) ^
                                      std::random_device()()};
  return std::max<uint64_t>(1, random());
}

std::string Hex(uint64_t bits) { return absl::StrFormat("%016x", bits); }

}  // namespace

CallIds MakeCallIds(absl::string_view request_id, absl::string_view trace_parent) {
  CallIds ids;
  ids.request_id = IsRequestId(request_id) ? std::string(request_id) : Hex(RandomBits());
  absl::string_view trace, flags;
  if (ReadTraceParent(trace_parent, &trace, &flags)) {
    ids.trace_id = std::string(trace);
  } else {
    ids.trace_id = absl::StrCat(Hex(RandomBits()), Hex(RandomBits()));
    flags = "00";
  }
  ids.trace_parent = absl::StrCat("00-", ids.trace_id, "-", Hex(RandomBits()), "-", flags);
  return ids;
}

}  // namespace parallax::service
