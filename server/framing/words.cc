#include "server/framing/words.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace parallax::framing {
namespace {

using language::Upos;

// Verbs and nouns too general to show that two passages speak of the same thing.
constexpr std::array<absl::string_view, 22> kGeneral = {
    "be",   "have", "do",   "say", "tell", "make", "take", "get",  "give", "go",  "come",
    "call", "put",  "hold", "mr",  "mrs",  "ms",   "dr",   "more", "such", "own", "other"};

constexpr uint32_t kMaxArgumentTokens = 12;

// Nouns for those who act that do not show it by their ending.
constexpr std::array<absl::string_view, 36> kActors = {
    "police", "cop",    "troop",    "force",    "army",      "military", "government", "authority",
    "people", "crowd",  "staff",    "company",  "ministry",  "court",    "guard",      "militia",
    "gang",   "regime", "student",  "official", "president", "agent",    "mob",        "navy",
    "person", "child",  "victim",   "civilian", "resident",  "migrant",  "suspect",    "politician",
    "boss",   "chief",  "employee", "diplomat"};

}  // namespace

std::string Lemma(const analysis::Analysis& report, uint32_t token) {
  return absl::AsciiStrToLower(report.annotation.lemma(token));
}

std::string Stem(absl::string_view lemma) {
  std::string stem = absl::AsciiStrToLower(lemma);
  for (absl::string_view ending : {"ing", "ed", "es", "s"}) {
    if (stem.size() > ending.size() + 3 && absl::EndsWith(stem, ending)) {
      stem.resize(stem.size() - ending.size());
      break;
    }
  }
  if (stem.size() > 6) stem.resize(6);
  return stem;
}

bool IsContentWord(const analysis::Analysis& report, uint32_t token) {
  switch (report.annotation.word(token).upos) {
    case Upos::kNoun:
    case Upos::kPropn:
    case Upos::kVerb:
    case Upos::kAdj:
    case Upos::kNum:
      break;
    default:
      return false;
  }
  const std::string lemma = Lemma(report, token);
  return std::find(kGeneral.begin(), kGeneral.end(), lemma) == kGeneral.end();
}

std::vector<std::string> ContentStems(const analysis::Analysis& report, TokenRange range) {
  std::vector<std::string> stems;
  for (uint32_t token = range.begin; token < range.end; ++token) {
    if (IsContentWord(report, token)) stems.push_back(Stem(report.annotation.lemma(token)));
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
  return stems;
}

uint32_t SharedCount(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  uint32_t shared = 0;
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() && right != b.end()) {
    if (*left == *right) {
      ++shared;
      ++left;
      ++right;
    } else if (*left < *right) {
      ++left;
    } else {
      ++right;
    }
  }
  return shared;
}

float Overlap(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return 0;
  return static_cast<float>(SharedCount(a, b)) / static_cast<float>(std::min(a.size(), b.size()));
}

bool NamesActors(const analysis::Analysis& report, uint32_t head) {
  if (report.annotation.word(head).upos == Upos::kPropn) return true;
  if (report.annotation.word(head).upos != Upos::kNoun) return false;
  const std::string lemma = Lemma(report, head);
  if (std::find(kActors.begin(), kActors.end(), lemma) != kActors.end()) return true;
  // Agent nouns: officer, protester, prosecutor, henchman, activist.
  return lemma.size() > 4 && (absl::EndsWith(lemma, "er") || absl::EndsWith(lemma, "or") ||
                              absl::EndsWith(lemma, "man") || absl::EndsWith(lemma, "men") ||
                              absl::EndsWith(lemma, "ist") || absl::EndsWith(lemma, "person"));
}

std::vector<std::string> ClaimStems(const analysis::Analysis& report, uint32_t claim) {
  const claims::Claim& c = report.claims.claims[claim];
  std::vector<std::string> stems = ContentStems(report, c.predicate);
  for (const claims::Argument& argument : c.arguments) {
    TokenRange range = argument.tokens;
    if (range.size() > kMaxArgumentTokens) {
      // The head and the words before it name the thing; what follows modifies it.
      range.begin = std::max(range.begin, argument.head >= 6 ? argument.head - 6 : 0);
      range.end = std::min(range.end, range.begin + kMaxArgumentTokens);
    }
    std::vector<std::string> more = ContentStems(report, range);
    stems.insert(stems.end(), more.begin(), more.end());
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
  return stems;
}

}  // namespace parallax::framing
