#include "client/internal/version.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/internal/span_place.h"

namespace parallax::client {
namespace {

std::string ValueOf(const v1::Quantity& quantity) {
  std::string value = absl::StrCat(static_cast<int>(quantity.kind()), " ", quantity.unit(),
                                   quantity.approximate() ? " about" : "");
  if (quantity.has_min_value()) absl::StrAppend(&value, " from ", quantity.min_value());
  if (quantity.has_max_value()) absl::StrAppend(&value, " to ", quantity.max_value());
  return value;
}

// Claims within one another have the same figures.
void AddOnce(VersionItem item, std::vector<VersionItem>& items) {
  for (const VersionItem& one : items) {
    if (one.value == item.value && one.place == item.place) return;
  }
  items.push_back(std::move(item));
}

}  // namespace

Version::Version(const v1::CompareReportsResponse& response, int place)
    : analysis_(response.analyses(place)),
      of_sentence_(static_cast<size_t>(analysis_.sentences_size())) {
  ReadClaims();
  ReadNames(response);
  for (VersionFigures& one : of_sentence_) {
    for (auto* items : {&one.figures, &one.times, &one.names}) {
      std::stable_sort(items->begin(), items->end(),
                       [](const auto& a, const auto& b) { return a.place.begin < b.place.begin; });
    }
  }
}

void Version::ReadClaims() {
  for (const v1::Claim& claim : analysis_.claims()) {
    const int index = claim.sentence_index();
    if (index < 0 || index >= analysis_.sentences_size()) continue;
    VersionFigures& items = of_sentence_[static_cast<size_t>(index)];
    const v1::Span& around = analysis_.sentences(index).span();
    for (const v1::Quantity& quantity : claim.quantities()) {
      AddOnce({.value = ValueOf(quantity),
               .group = absl::StrCat(static_cast<int>(quantity.kind()), " ", quantity.unit()),
               .about = absl::AsciiStrToLower(quantity.counted().text()),
               .text = quantity.span().text(),
               .sentence = index,
               .place = PlaceOf(around, quantity.span())},
              items.figures);
    }
    for (const v1::TimeExpression& time : claim.times()) {
      if (time.type() == v1::TimeExpression::DURATION) continue;
      const std::string text = absl::AsciiStrToLower(time.span().text());
      AddOnce({.value = time.value().empty() ? text : time.value(),
               .group = absl::StrCat(static_cast<int>(time.type())),
               .about = "",
               .text = time.span().text(),
               .sentence = index,
               .place = PlaceOf(around, time.span())},
              items.times);
    }
  }
}

void Version::ReadNames(const v1::CompareReportsResponse& response) {
  for (const v1::Entity& entity : response.entities()) {
    for (const v1::EntityMention& mention : entity.mentions()) {
      const int index = mention.sentence_index();
      if (mention.report_id() != report_id() || index < 0 || index >= analysis_.sentences_size()) {
        continue;
      }
      entities_[index].push_back(entity.id());
      if (mention.form() != v1::EntityMention::NAME) continue;
      const absl::string_view name = absl::StripPrefix(mention.span().text(), "the ");
      AddOnce({.value = absl::StrJoin(ComparedWords(name), " "),
               .group = absl::StrCat(static_cast<int>(entity.type())),
               .about = entity.id(),
               .text = std::string(name),
               .sentence = index,
               .place = PlaceOf(analysis_.sentences(index).span(), mention.span())},
              of_sentence_[static_cast<size_t>(index)].names);
    }
  }
}

const VersionFigures& Version::in_sentence(int index) const {
  return of_sentence_[static_cast<size_t>(index)];
}

bool Version::Mentions(int sentence, const std::string& entity_id) const {
  const auto found = entities_.find(sentence);
  return found != entities_.end() &&
         std::find(found->second.begin(), found->second.end(), entity_id) != found->second.end();
}

bool Version::HasFigure(const std::string& value) const {
  return std::any_of(of_sentence_.begin(), of_sentence_.end(), [&](const VersionFigures& one) {
    return std::any_of(one.figures.begin(), one.figures.end(),
                       [&](const VersionItem& item) { return item.value == value; });
  });
}

bool IsCorrectionNote(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(absl::StripLeadingAsciiWhitespace(text));
  for (const absl::string_view start :
       {"correction:", "correction -", "correction –", "correction —", "correction (",
        "corrections:", "clarification:", "corrects ", "(corrects", "editor's note",
        "editor’s note"}) {
    if (absl::StartsWith(lower, start)) return true;
  }
  const std::string words = absl::StrJoin(ComparedWords(text), " ");
  for (const absl::string_view what : {"article", "story", "report", "headline"}) {
    for (const absl::string_view which : {"earlier", "previous", "original"}) {
      if (absl::StrContains(words, absl::StrCat(which, " version of this ", what))) return true;
    }
    for (const absl::string_view verb : {"amended", "corrected", "updated", "clarified"}) {
      for (const absl::string_view was : {" was ", " has been "}) {
        if (absl::StrContains(words, absl::StrCat("this ", what, was, verb))) return true;
      }
    }
  }
  return false;
}

}  // namespace parallax::client
