#include "server/attribution/quotations.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/attribution/internal/quotation_marks.h"

namespace parallax::attribution {
namespace {

using internal::KindOfMark;
using internal::MarkKind;
using internal::MarkShape;
using internal::QuotationMark;
using language::Annotation;
using language::Upos;
using language::Xpos;
using text::Document;

// Deeper nesting than this is noise; the bound keeps the work per token constant.
constexpr size_t kMaxDepth = 4;
// A quotation left open over more sentences than this was never closed.
constexpr uint32_t kMaxLinesOpen = 6;

class Pairing {
 public:
  Pairing(const Document& document, const Annotation& annotation)
      : document_(document), annotation_(annotation) {}

  std::vector<Quotation> Run() {
    const uint32_t size = document_.tokens().size();
    kinds_.reserve(size);
    for (uint32_t i = 0; i < size; ++i) kinds_.push_back(KindOfMark(document_.text(i)));
    next_double_.assign(size + 1, size);
    for (uint32_t i = size; i-- > 0;) {
      next_double_[i] = kinds_[i].mark == QuotationMark::kDouble ? i : next_double_[i + 1];
    }
    for (uint32_t begin = 0; begin < size;) {
      uint32_t end = begin + 1;
      while (end < size && Paragraph(end) == Paragraph(begin)) ++end;
      ReadParagraph({begin, end});
      begin = end;
    }
    EndAll(size);
    std::sort(done_.begin(), done_.end(), [](const Quotation& a, const Quotation& b) {
      return a.tokens.begin != b.tokens.begin ? a.tokens.begin < b.tokens.begin
                                              : a.tokens.end > b.tokens.end;
    });
    return std::move(done_);
  }

 private:
  struct Open {
    uint32_t begin;
    QuotationMark mark;
  };

  uint32_t Paragraph(uint32_t token) const { return document_.sentence_of(token).paragraph; }

  bool SpaceBefore(uint32_t i, TokenRange paragraph) const {
    return i == paragraph.begin || document_.tokens()[i].space_before;
  }
  bool SpaceAfter(uint32_t i, TokenRange paragraph) const {
    return i + 1 >= paragraph.end || document_.tokens()[i + 1].space_before;
  }

  // What may stand between a blank and an opening mark, or between a closing mark and a blank.
  bool Bracketing(uint32_t i) const {
    const absl::string_view word = document_.text(i);
    return word == "(" || word == "[" || word == "-" || word == "--" || word == "\u2014" ||
           word == "\u2013" || word == "/" || word == "\u2026" || word == "..." ||
           kinds_[i].mark != QuotationMark::kNone;
  }
  bool MayOpen(uint32_t i, TokenRange paragraph) const {
    return !SpaceAfter(i, paragraph) && (SpaceBefore(i, paragraph) || Bracketing(i - 1));
  }
  bool MayClose(uint32_t i, TokenRange paragraph) const { return !SpaceBefore(i, paragraph); }

  // 'em, 'tis, '90s, rock 'n' roll: a mark that stands for letters left out.
  bool IsElision(uint32_t i, TokenRange paragraph) const {
    if (i + 1 >= paragraph.end || SpaceAfter(i, paragraph)) return false;
    const std::string next = absl::AsciiStrToLower(document_.text(i + 1));
    static constexpr std::array<absl::string_view, 12> kElided = {
        "em", "tis", "twas", "cause", "til", "till", "n", "round", "bout", "cos", "cuz", "neath"};
    return (next.size() <= 3 && absl::ascii_isdigit(next[0]) && next.size() >= 2) ||
           std::find(kElided.begin(), kElided.end(), next) != kElided.end();
  }

  // A mark after a plural that owns something: "the workers' pay".
  bool LooksPossessive(uint32_t i, TokenRange paragraph) const {
    if (i == paragraph.begin || i + 1 >= paragraph.end) return false;
    if (!absl::EndsWithIgnoreCase(document_.text(i - 1), "s")) return false;
    if (!SpaceAfter(i, paragraph)) return false;
    const Upos next = annotation_.word(i + 1).upos;
    return annotation_.word(i).xpos == Xpos::kPos || next == Upos::kNoun || next == Upos::kAdj ||
           next == Upos::kX;
  }

  void ReadParagraph(TokenRange paragraph) {
    uint32_t first = paragraph.begin;
    if (!open_.empty()) {
      // Repeated opening marks continue what the last paragraph left open.
      size_t level = 0;
      while (level < open_.size() && first < paragraph.end &&
             kinds_[first].mark == open_[level].mark && !SpaceAfter(first, paragraph)) {
        ++level;
        ++first;
      }
      if (level == 0 && ClosesLater(paragraph.begin)) {
        EndFrom(1, paragraph.begin);
      } else if (level == 0) {
        EndAll(paragraph.begin);
      } else if (level < open_.size()) {
        EndFrom(level, paragraph.begin);
      }
    }
    // For each place the next single mark that can close and the next that can open, so that a
    // possessive is told from a closing mark by what follows.
    std::vector<uint32_t> next_closer(paragraph.size() + 1, paragraph.end);
    std::vector<uint32_t> next_opener(paragraph.size() + 1, paragraph.end);
    for (uint32_t i = paragraph.end; i-- > first;) {
      const uint32_t at = i - paragraph.begin;
      next_closer[at] = next_closer[at + 1];
      next_opener[at] = next_opener[at + 1];
      if (kinds_[i].mark != QuotationMark::kSingle) continue;
      if (CanCloseSingle(i, paragraph) &&
          !(LooksPossessive(i, paragraph) && next_closer[at + 1] < next_opener[at + 1])) {
        next_closer[at] = i;
      }
      if (CanOpenSingle(i, paragraph)) next_opener[at] = i;
    }
    for (uint32_t i = first; i < paragraph.end; ++i) {
      if (kinds_[i].mark == QuotationMark::kDouble) {
        ReadDouble(i, paragraph);
      } else if (kinds_[i].mark == QuotationMark::kSingle) {
        ReadSingle(i, paragraph, next_closer[i + 1 - paragraph.begin],
                   next_opener[i + 1 - paragraph.begin]);
      }
    }
  }

  // True where the outermost quotation goes on though the paragraph does not repeat its mark, as in
  // texts that were cut into lines: the next mark closes it, soon.
  bool ClosesLater(uint32_t first) const {
    const uint32_t mark = next_double_[first];
    if (open_[0].mark != QuotationMark::kDouble || mark >= kinds_.size()) return false;
    if (document_.tokens()[mark].sentence - document_.tokens()[first].sentence > kMaxLinesOpen) {
      return false;
    }
    if (kinds_[mark].shape != MarkShape::kEither) return kinds_[mark].shape == MarkShape::kClosing;
    return mark > first && !document_.tokens()[mark].space_before &&
           Paragraph(mark) == Paragraph(mark - 1) &&
           (mark + 1 >= kinds_.size() || document_.tokens()[mark + 1].space_before ||
            Paragraph(mark + 1) != Paragraph(mark) || Ends(mark + 1));
  }

  // True for what may follow a closing mark without a blank.
  bool Ends(uint32_t i) const {
    return annotation_.word(i).upos == Upos::kPunct || kinds_[i].mark != QuotationMark::kNone ||
           document_.text(i) == "'s" || document_.text(i) == "\u2019s";
  }

  bool IsOpen(QuotationMark mark) const {
    return std::any_of(open_.begin(), open_.end(), [mark](Open o) { return o.mark == mark; });
  }

  void ReadDouble(uint32_t i, TokenRange paragraph) {
    const bool may_open = MayOpen(i, paragraph);
    const bool may_close = MayClose(i, paragraph);
    const bool inside = IsOpen(QuotationMark::kDouble);
    bool closes = inside;
    if (kinds_[i].shape == MarkShape::kOpening) closes = inside && !may_open && may_close;
    if (kinds_[i].shape == MarkShape::kEither && inside && may_open && !may_close) closes = false;
    if (closes) {
      Close(QuotationMark::kDouble, i + 1);
      return;
    }
    if (kinds_[i].shape == MarkShape::kClosing && !(may_open && !may_close)) return;  // stray
    // An inch mark stands behind a word; with blanks on both sides the text was cut into tokens.
    if (kinds_[i].shape == MarkShape::kEither && !may_open &&
        !(SpaceBefore(i, paragraph) && SpaceAfter(i, paragraph))) {
      return;
    }
    // A second opening mark shows that the first was never closed.
    if (inside) EndFrom(LevelOf(QuotationMark::kDouble), i);
    Push(i, QuotationMark::kDouble);
  }

  bool CanOpenSingle(uint32_t i, TokenRange paragraph) const {
    return kinds_[i].shape != MarkShape::kClosing && MayOpen(i, paragraph) &&
           !IsElision(i, paragraph);
  }
  bool CanCloseSingle(uint32_t i, TokenRange paragraph) const {
    return kinds_[i].shape != MarkShape::kOpening && MayClose(i, paragraph) &&
           (SpaceAfter(i, paragraph) || Ends(i + 1));
  }

  void ReadSingle(uint32_t i, TokenRange paragraph, uint32_t next_closer, uint32_t next_opener) {
    if (IsOpen(QuotationMark::kSingle)) {
      if (!CanCloseSingle(i, paragraph)) return;
      if (LooksPossessive(i, paragraph) && next_closer < next_opener) return;
      Close(QuotationMark::kSingle, i + 1);
    } else if (CanOpenSingle(i, paragraph) &&
               (next_closer < paragraph.end || ContinuesNext(paragraph))) {
      Push(i, QuotationMark::kSingle);
    }
  }

  // True where the next paragraph begins with a single opening mark: one quote of paragraphs.
  bool ContinuesNext(TokenRange paragraph) const {
    return paragraph.end < kinds_.size() && kinds_[paragraph.end].mark == QuotationMark::kSingle &&
           kinds_[paragraph.end].shape != MarkShape::kClosing;
  }

  size_t LevelOf(QuotationMark mark) const {
    for (size_t level = open_.size(); level-- > 0;) {
      if (open_[level].mark == mark) return level;
    }
    return open_.size();
  }
  void Push(uint32_t i, QuotationMark mark) {
    if (open_.size() < kMaxDepth) open_.push_back({i, mark});
  }
  // Closes the innermost quotation of this mark; what stands open inside it ends without a mark.
  void Close(QuotationMark mark, uint32_t end) {
    const size_t level = LevelOf(mark);
    EndFrom(level + 1, end - 1);
    Add(open_[level], level, end, true);
    open_.resize(level);
  }
  void EndFrom(size_t level, uint32_t end) {
    for (size_t i = level; i < open_.size(); ++i) Add(open_[i], i, end, false);
    open_.resize(std::min(level, open_.size()));
  }
  void EndAll(uint32_t end) { EndFrom(0, end); }
  void Add(Open open, size_t level, uint32_t end, bool closed) {
    if (end <= open.begin + 1) return;
    Quotation quotation;
    quotation.tokens = {open.begin, end};
    quotation.closed = closed;
    quotation.single = open.mark == QuotationMark::kSingle;
    quotation.depth = level;
    done_.push_back(quotation);
  }

  const Document& document_;
  const Annotation& annotation_;
  std::vector<MarkKind> kinds_;
  std::vector<uint32_t> next_double_;  // the double mark at or after each token
  std::vector<Open> open_;             // outermost first
  std::vector<Quotation> done_;
};

bool IsName(const Annotation& annotation, uint32_t token) {
  return annotation.word(token).upos == Upos::kPropn;
}

// Nouns that a title follows or verbs that give one.
bool BringsTitle(absl::string_view lemma) {
  static constexpr std::array<absl::string_view, 36> kWords = {
      "book",   "film",        "movie",   "song",   "album",  "novel",   "play",    "show",
      "series", "essay",       "article", "poem",   "memoir", "title",   "entitle", "single",
      "track",  "documentary", "paper",   "report", "game",   "episode", "column",  "musical",
      "opera",  "ballad",      "hit",     "call",   "name",   "dub",     "podcast", "sitcom",
      "drama",  "comedy",      "ship",    "yacht"};
  return std::find(kWords.begin(), kWords.end(), lemma) != kWords.end();
}

}  // namespace

std::vector<Quotation> FindQuotations(const Document& document, const Annotation& annotation) {
  return Pairing(document, annotation).Run();
}

TokenRange Inside(const Quotation& quotation) {
  return {quotation.tokens.begin + 1, quotation.tokens.end - (quotation.closed ? 1 : 0)};
}

bool IsQuotationMark(absl::string_view token) {
  return KindOfMark(token).mark != QuotationMark::kNone;
}

bool IsSpeech(const Quotation& quotation, const Document& document, const Annotation& annotation) {
  const TokenRange inside = Inside(quotation);
  if (inside.empty()) return false;
  uint32_t words = 0, capitals = 0, verbs = 0;
  for (uint32_t i = inside.begin; i < inside.end; ++i) {
    const language::Word& word = annotation.word(i);
    if (word.upos == Upos::kPunct) continue;
    ++words;
    capitals += absl::ascii_isupper(document.text(i)[0]);
    verbs += word.upos == Upos::kVerb || word.upos == Upos::kAux;
  }
  if (words == 0) return false;
  const uint32_t sentence = document.tokens()[quotation.tokens.begin].sentence;
  const bool name_before = quotation.tokens.begin > 0 &&
                           document.tokens()[quotation.tokens.begin - 1].sentence == sentence &&
                           IsName(annotation, quotation.tokens.begin - 1);
  const bool name_after = quotation.tokens.end < document.tokens().size() &&
                          document.tokens()[quotation.tokens.end].sentence == sentence &&
                          IsName(annotation, quotation.tokens.end);
  // Joe "Shorty" Smith; the parts of a name frame the nickname.
  if (words <= 3 && name_before && name_after) return false;
  if (words <= 10 && capitals * 2 > words && capitals + 3 >= words && verbs < words) {
    const absl::string_view last = document.text(inside.end - 1);
    const bool ends_clause = last == "," || last == "." || last == "!" || last == "?";
    if (!ends_clause && words >= 2) {
      for (uint32_t back = 1; back <= 3 && back <= quotation.tokens.begin; ++back) {
        const uint32_t before = quotation.tokens.begin - back;
        if (document.tokens()[before].sentence != sentence) break;
        if (BringsTitle(absl::AsciiStrToLower(annotation.lemma(before)))) return false;
      }
    }
  }
  return true;
}

}  // namespace parallax::attribution
