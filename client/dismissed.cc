#include "client/dismissed.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/repeated_field.h"

namespace parallax::client {

bool IsDifferenceKey(absl::string_view text) {
  constexpr size_t kDigits = 16;
  return text.size() == kDigits && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

absl::StatusOr<std::set<std::string>> ReadDismissed(absl::string_view content,
                                                    absl::string_view name) {
  std::set<std::string> keys;
  int number = 0;
  absl::ConsumePrefix(&content, "\xEF\xBB\xBF");
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    ++number;
    const absl::string_view key = absl::StripAsciiWhitespace(line.substr(0, line.find('#')));
    if (key.empty()) continue;
    if (!IsDifferenceKey(key)) {
      return absl::InvalidArgumentError(absl::StrCat(
          name, ": line ", number,
          ": expected the key of a difference, 16 hexadecimal digits as in --format=json"));
    }
    keys.insert(std::string(key));
  }
  return keys;
}

int LeaveOutDismissed(const std::set<std::string>& keys, v1::CompareReportsResponse* response) {
  google::protobuf::RepeatedPtrField<v1::Difference> left;
  for (v1::Difference& difference : *response->mutable_differences()) {
    if (keys.count(difference.key()) == 0) left.Add()->Swap(&difference);
  }
  response->mutable_differences()->Swap(&left);
  return left.size() - response->differences_size();
}

}  // namespace parallax::client
