// The words behind flags, read into values.
#ifndef PARALLAX_CLIENT_INTERNAL_FLAG_VALUES_H_
#define PARALLAX_CLIENT_INTERNAL_FLAG_VALUES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "client/flags.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace parallax::client {

// INVALID_ARGUMENT: "--flag=value: expected ...".
inline absl::Status BadValue(absl::string_view flag, absl::string_view value,
                             absl::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat("--", flag, "=", value, ": expected ", expected));
}

// The value names of an enum without its zero value, in lower case and with hyphens: what a user
// may write.
template <typename Enum>
std::vector<FlagWord> WordsOfEnum() {
  const google::protobuf::EnumDescriptor& type = *google::protobuf::GetEnumDescriptor<Enum>();
  std::vector<FlagWord> words;
  for (int i = 1; i < type.value_count(); ++i) {
    words.push_back(
        {absl::AsciiStrToLower(absl::StrReplaceAll(type.value(i)->name(), {{"_", "-"}})), ""});
  }
  return words;
}

inline std::string JoinWords(const std::vector<FlagWord>& words) {
  return absl::StrJoin(
      words, ", ", [](std::string* out, const FlagWord& word) { absl::StrAppend(out, word.word); });
}

// Reads an enum value in either case, with "-" or "_" between its words.
template <typename Enum>
absl::StatusOr<Enum> ParseEnum(absl::string_view flag, absl::string_view value) {
  const google::protobuf::EnumDescriptor& type = *google::protobuf::GetEnumDescriptor<Enum>();
  const std::string name =
      absl::AsciiStrToUpper(absl::StrReplaceAll(absl::StripAsciiWhitespace(value), {{"-", "_"}}));
  const google::protobuf::EnumValueDescriptor* found = type.FindValueByName(name);
  if (found == nullptr || found->number() == 0) {
    return BadValue(flag, value, absl::StrCat("one of ", JoinWords(WordsOfEnum<Enum>())));
  }
  return static_cast<Enum>(found->number());
}

// The meaning at the place of `value` among `words`.
template <typename Meaning>
absl::StatusOr<Meaning> ParseWord(absl::string_view flag, absl::string_view value,
                                  const std::vector<FlagWord>& words,
                                  const std::vector<Meaning>& meanings) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (value == words[i].word) return meanings[i];
  }
  return BadValue(flag, value, absl::StrCat("one of ", JoinWords(words)));
}

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_FLAG_VALUES_H_
