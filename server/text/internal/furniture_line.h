// One line of a text as the furniture rules look at it.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_FURNITURE_LINE_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_FURNITURE_LINE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/text/internal/characters.h"

namespace parallax::text::internal {

// Lower-case ASCII letters and digits of the line and all other letters as they are, apostrophes
// dropped, one space for all else.
std::string NormalizeLine(absl::string_view line);

// The line, some facts about it, and a question for each kind of furniture. Holds a view of the
// line, which must outlive it.
class FurnitureLine {
 public:
  // REQUIRES: `line` is valid UTF-8, without space at its ends.
  explicit FurnitureLine(absl::string_view line);
  FurnitureLine(const FurnitureLine&) = delete;
  FurnitureLine& operator=(const FurnitureLine&) = delete;

  const std::string& normal() const { return normal_; }
  // Words of normal().
  const std::vector<absl::string_view>& words() const { return words_; }
  // Has a letter or digit that can be seen.
  bool has_words() const { return !words_.empty() && HasVisibleWord(raw_); }
  bool begins_with_quote() const { return begins_with_quote_; }
  // Its first word has a hyphen inside ("Sign-up sheets"), so that normal() begins with two.
  bool begins_with_compound() const;
  // Holds "said" or the like.
  bool reports_speech() const { return reports_speech_; }
  // Ends in a stop, a question mark or a colon, with or without a quotation mark behind it.
  bool ends_sentence() const { return ends_sentence_; }
  // Nearly all its longer words have capitals.
  bool is_title_case() const { return is_title_case_; }

  // Whether normal() begins with the words of `phrase`.
  bool StartsWith(absl::string_view phrase) const;

  bool IsCode() const;              // a stylesheet's or a script's line
  bool IsNumber() const;            // "15", "3."
  bool IsLooseWord() const;         // "or", between two buttons
  bool IsBreadcrumb() const;        // Home > World > Europe
  bool IsShareBar() const;          // Share Tweet Email
  bool IsCounter() const;           // 12 comments
  bool IsTimestamp() const;         // Updated 10:32 PM EST, May 3, 2016
  bool IsByline() const;            // By Jo Bloggs, Staff Writer
  bool IsCaption() const;           // The mayor on Monday. (AP Photo/Jo Bloggs)
  bool IsImageCredit() const;       // Jo Bloggs/Getty Images
  bool IsOriginNote() const;        // This article was originally published by ...
  bool IsFollowInvitation() const;  // Follow her on Twitter @jo
  bool IsBio() const;               // Jo Bloggs is a reporter for ...
  bool IsOutletBlurb() const;       // The show airs weekdays from ...
  bool IsPointer() const;           // Watch the interview below.
  bool IsNameList() const;          // names behind the first words: Reporting by Jo Bloggs
  // Short, without a stop, no quotation: a headline, a heading, a name.
  bool IsHeadlineLike() const;
  // The rule of a label before a colon ("Related: ..."), empty for none.
  absl::string_view LabelRuleBeforeColon() const;

 private:
  bool Contains(absl::string_view word) const;
  // Whether all words of the line from `first` on have capitals or digits, small connecting words
  // apart.
  bool IsNames(size_t first) const;
  bool IsCredit(absl::string_view tail) const;

  absl::string_view raw_;
  std::vector<absl::string_view> raw_words_;  // between spaces
  std::string normal_;
  std::vector<absl::string_view> words_;  // views of normal_
  bool ends_sentence_ = false;
  bool begins_with_quote_ = false;
  bool reports_speech_ = false;
  bool is_title_case_ = false;
};

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_FURNITURE_LINE_H_
