#include "tests/framing/scene_builder.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/framing/selection.h"

namespace parallax::framing {
namespace {

using language::Relation;
using language::Upos;
using language::Xpos;

struct Closed {
  absl::string_view form;
  Upos upos;
};
constexpr std::array<Closed, 44> kClosed = {
    Closed{"the", Upos::kDet}, {"a", Upos::kDet},     {"an", Upos::kDet},
    {"no", Upos::kDet},        {"this", Upos::kDet},  {"that", Upos::kSconj},
    {"of", Upos::kAdp},        {"in", Upos::kAdp},    {"on", Upos::kAdp},
    {"at", Upos::kAdp},        {"to", Upos::kPart},   {"for", Upos::kAdp},
    {"from", Upos::kAdp},      {"by", Upos::kAdp},    {"with", Upos::kAdp},
    {"over", Upos::kAdp},      {"after", Upos::kAdp}, {"and", Upos::kCconj},
    {"or", Upos::kCconj},      {"but", Upos::kCconj}, {"if", Upos::kSconj},
    {"not", Upos::kPart},      {"had", Upos::kAux},   {"has", Upos::kAux},
    {"have", Upos::kAux},      {"was", Upos::kAux},   {"were", Upos::kAux},
    {"is", Upos::kAux},        {"are", Upos::kAux},   {"be", Upos::kAux},
    {"been", Upos::kAux},      {"will", Upos::kAux},  {"would", Upos::kAux},
    {"he", Upos::kPron},       {"she", Upos::kPron},  {"it", Upos::kPron},
    {"they", Upos::kPron},     {"we", Upos::kPron},   {"i", Upos::kPron},
    {"his", Upos::kPron},      {"her", Upos::kPron},  {"its", Upos::kPron},
    {"their", Upos::kPron},    {"who", Upos::kPron},
};

[[noreturn]] void Fail(absl::string_view message) {
  std::cerr << "scene builder: " << message << "\n";
  std::abort();
}

bool IsPunctuation(absl::string_view form) {
  return std::all_of(form.begin(), form.end(), [](unsigned char c) { return std::ispunct(c); });
}

// A word with the punctuation at its ends split off.
std::vector<std::string> SplitWord(std::string word) {
  if (word == "...") return {word};
  std::vector<std::string> before;
  std::vector<std::string> after;
  while (word.size() > 1 && (word.front() == '"' || word.front() == '(')) {
    before.push_back(word.substr(0, 1));
    word.erase(0, 1);
  }
  while (word.size() > 1 && absl::StrContains("\",.:;?!)", word.back())) {
    after.insert(after.begin(), word.substr(word.size() - 1));
    word.pop_back();
  }
  if (absl::EndsWith(word, "'s") && word.size() > 2) {
    after.insert(after.begin(), "'s");
    word.resize(word.size() - 2);
  }
  before.push_back(word);
  before.insert(before.end(), after.begin(), after.end());
  return before;
}

// The words of a marked text without their marks.
std::vector<std::string> Forms(absl::string_view words) {
  std::vector<std::string> forms;
  for (absl::string_view word : absl::StrSplit(words, ' ', absl::SkipEmpty())) {
    const std::vector<std::string> marks = absl::StrSplit(word, '/');
    for (std::string& form : SplitWord(marks[0])) forms.push_back(std::move(form));
  }
  return forms;
}

Upos Guess(absl::string_view form, bool first) {
  if (IsPunctuation(form)) return Upos::kPunct;
  if (form == "'s") return Upos::kPart;
  const std::string lower = absl::AsciiStrToLower(form);
  for (const Closed& closed : kClosed) {
    if (closed.form == lower) return closed.upos;
  }
  if (absl::ascii_isdigit(form[0])) return Upos::kNum;
  return !first && absl::ascii_isupper(form[0]) ? Upos::kPropn : Upos::kNoun;
}

}  // namespace

ReportBuilder::ReportBuilder(std::string id, std::string outlet)
    : id_(std::move(id)), outlet_(std::move(outlet)) {}

void ReportBuilder::AddHeadline(absl::string_view marked) {
  Append(marked, text::Section::kHeadline);
}

void ReportBuilder::AddSentence(absl::string_view marked) { Append(marked, text::Section::kBody); }

void ReportBuilder::AddFiller(uint32_t sentences) {
  for (uint32_t i = 0; i < sentences; ++i) {
    AddSentence(absl::StrCat("Filler", i, id_, " stands here ."));
  }
}

void ReportBuilder::Append(absl::string_view marked, text::Section section) {
  std::string& out = section == text::Section::kHeadline ? headline_ : body_;
  if (!out.empty()) out += " ";
  text::Sentence sentence;
  sentence.section = section;
  sentence.paragraph = sentences_.size();
  sentence.bytes.begin = out.size();
  sentence.tokens.begin = tokens_.size();
  bool quote_open = false;
  for (absl::string_view item : absl::StrSplit(marked, ' ', absl::SkipEmpty())) {
    std::vector<std::string> marks = absl::StrSplit(item, '/');
    bool space = !out.empty() && out.back() != ' ' && tokens_.size() > sentence.tokens.begin;
    for (const std::string& form : SplitWord(marks[0])) {
      text::Token token;
      token.sentence = sentences_.size();
      const bool mark = form == "\"";
      const bool closes = mark && quote_open;
      const bool after_open = !forms_.empty() && forms_.back() == "\"" && quote_open &&
                              tokens_.size() > sentence.tokens.begin;
      if (space && !closes && !(IsPunctuation(form) && !mark && form != "(") && !after_open) {
        out += " ";
        token.space_before = true;
      }
      space = false;
      token.bytes.begin = out.size();
      out += form;
      token.bytes.end = out.size();
      language::Word word;
      const bool marked_word = marks.size() > 1 && !IsPunctuation(form) && form != "'s";
      word.upos = Guess(form, tokens_.size() == sentence.tokens.begin);
      std::string lemma = absl::AsciiStrToLower(form);
      if (marked_word && !marks[1].empty()) lemma = marks[1];
      if (marked_word && marks.size() > 2) {
        const absl::optional<Upos> upos = language::UposFromName(marks[2]);
        if (!upos) Fail(absl::StrCat("no such tag: ", item));
        word.upos = *upos;
      }
      word.xpos = word.upos == Upos::kPunct ? Xpos::kComma : Xpos::kNn;
      if (mark) {
        word.xpos = closes ? Xpos::kCloseQuote : Xpos::kOpenQuote;
        if (closes) {
          attributions_.quotations.back().tokens.end = tokens_.size() + 1;
        } else {
          attribution::Quotation quotation;
          quotation.tokens.begin = tokens_.size();
          attributions_.quotations.push_back(quotation);
        }
        quote_open = !quote_open;
      }
      word.relation = tokens_.size() == sentence.tokens.begin ? Relation::kRoot : Relation::kDep;
      if (word.relation != Relation::kRoot) word.head = sentence.tokens.begin;
      forms_.push_back(form);
      lemmas_.push_back(std::move(lemma));
      words_.push_back(word);
      tokens_.push_back(token);
    }
  }
  if (quote_open) Fail(absl::StrCat("quotation left open: ", marked));
  sentence.bytes.end = out.size();
  sentence.tokens.end = tokens_.size();
  sentences_.push_back(sentence);
}

TokenRange ReportBuilder::Find(absl::string_view words) const {
  const std::vector<std::string> forms = Forms(words);
  const TokenRange sentence = sentences_.back().tokens;
  for (uint32_t at = sentence.begin; at + forms.size() <= sentence.end; ++at) {
    if (std::equal(forms.begin(), forms.end(), forms_.begin() + at)) {
      return {at, static_cast<uint32_t>(at + forms.size())};
    }
  }
  Fail(absl::StrCat("not in the last sentence: ", words));
}

void ReportBuilder::AddClaim(const ClaimSpec& spec) {
  claims::Claim claim;
  claim.sentence = sentences_.size() - 1;
  claim.predicate = Find(spec.predicate);
  claim.head = claim.predicate.begin;
  claim.span = spec.span.empty() ? sentences_.back().tokens : Find(spec.span);
  claim.kind = spec.kind;
  claim.voice = spec.voice;
  auto add = [&](claims::Role role, const std::string& words) {
    if (words.empty()) return;
    claims::Argument argument;
    argument.role = role;
    argument.tokens = Find(words);
    argument.head = argument.tokens.end - 1;
    claim.arguments.push_back(argument);
  };
  add(claims::Role::kAgent, spec.agent);
  if (!spec.agent_head.empty()) claim.arguments.back().head = Find(spec.agent_head).begin;
  add(claims::Role::kPatient, spec.patient);
  add(claims::Role::kAttribute, spec.attribute);
  add(claims::Role::kPlace, spec.place);
  add(claims::Role::kCause, spec.cause);
  const bool auxiliary =
      claim.head > sentences_.back().tokens.begin && words_[claim.head - 1].upos == Upos::kAux;
  if (spec.voice == claims::Voice::kPassive && auxiliary) {
    words_[claim.head - 1].relation = Relation::kAuxPass;
    words_[claim.head - 1].head = claim.head;
  }
  commitment::Commitment commitment;
  commitment.value = spec.value;
  if (!spec.cue.empty()) {
    attribution::Attribution layer;
    layer.cue = Find(spec.cue);
    layer.cue_head = layer.cue->begin;
    layer.connotation = spec.connotation;
    if (!spec.source.empty()) {
      layer.source = Find(spec.source);
      layer.source_head =
          spec.source_head.empty() ? layer.source->end - 1 : Find(spec.source_head).begin;
      layer.source_kind = spec.source_kind;
    }
    layer.content.push_back(claim.span);
    layer.rule = "built";
    commitment.attributions.push_back(attributions_.attributions.size());
    attributions_.attributions.push_back(layer);
  }
  claims_.claims.push_back(claim);
  commitments_.claims.push_back(commitment);
  facts_.push_back(spec.fact);
}

void ReportBuilder::AddQuantity(const QuantitySpec& spec) {
  claims::Quantity quantity;
  quantity.tokens = Find(spec.words);
  quantity.low = spec.low;
  quantity.high = spec.high;
  quantity.approximate = spec.approximate;
  quantity.kind = spec.kind;
  quantity.unit = spec.unit;
  if (!spec.counted.empty()) quantity.counted = Find(spec.counted).begin;
  claims_.claims.back().quantities.push_back(claims_.quantities.size());
  claims_.quantities.push_back(quantity);
}

void ReportBuilder::AddTime(const TimeSpec& spec) {
  claims::TimeExpression time;
  time.tokens = Find(spec.words);
  time.kind = spec.kind;
  time.value = spec.value;
  time.first_day = spec.first_day;
  time.last_day = spec.last_day;
  claims::Argument argument;
  argument.role = claims::Role::kTime;
  argument.tokens = time.tokens;
  argument.head = time.tokens.begin;
  claims_.claims.back().arguments.push_back(argument);
  if (time.tokens.begin > sentences_.back().tokens.begin &&
      time.tokens.begin != claims_.claims.back().head) {
    words_[time.tokens.begin].relation = Relation::kObl;
    words_[time.tokens.begin].head = claims_.claims.back().head;
  }
  claims_.claims.back().times.push_back(claims_.times.size());
  claims_.times.push_back(time);
}

void ReportBuilder::Attach(absl::string_view words, Relation relation, absl::string_view head) {
  language::Word& word = words_[Find(words).begin];
  word.relation = relation;
  word.head = Find(head).begin;
}

void ReportBuilder::AddScareQuote(absl::string_view inner) {
  const TokenRange range = Find(inner);
  for (uint32_t i = 0; i < attributions_.quotations.size(); ++i) {
    if (attributions_.quotations[i].tokens.Contains(range)) {
      commitments_.scare_quotes.push_back({i});
      return;
    }
  }
  Fail(absl::StrCat("no quotation marks around: ", inner));
}

void ReportBuilder::AddEntity(absl::string_view name, absl::string_view words,
                              entities::Type type) {
  entities_.push_back({std::string(name), Find(words), type});
}

std::shared_ptr<const analysis::Analysis> ReportBuilder::Build() const {
  auto report = std::make_shared<analysis::Analysis>();
  report->id = id_;
  report->outlet = outlet_;
  report->publish_seconds = published_;
  report->document = text::Document(headline_, body_, sentences_, tokens_, {});
  std::string lemmas;
  std::vector<language::Word> words = words_;
  for (size_t i = 0; i < words.size(); ++i) {
    words[i].lemma.begin = lemmas.size();
    lemmas += lemmas_[i];
    words[i].lemma.end = lemmas.size();
  }
  report->annotation = language::Annotation(std::move(words), std::move(lemmas), {});
  report->claims = claims_;
  report->claims.claim_of_head.assign(tokens_.size(), claims::kNoClaim);
  for (uint32_t i = 0; i < claims_.claims.size(); ++i) {
    report->claims.claim_of_head[claims_.claims[i].head] = i;
  }
  report->loaded_terms =
      analysis::FindLoadedTerms(report->document, report->annotation, lexicon::Lexicon::Default());
  report->attributions = attributions_;
  report->commitments = commitments_;

  std::vector<EntityMark> marks = entities_;
  std::sort(marks.begin(), marks.end(),
            [](const EntityMark& a, const EntityMark& b) { return a.tokens.end < b.tokens.end; });
  report->entities.entity_of_token.assign(tokens_.size(), entities::kNoEntity);
  std::map<std::string, uint32_t> by_name;
  for (const EntityMark& mark : marks) {
    const auto [at, fresh] = by_name.emplace(mark.name, report->entities.entities.size());
    if (fresh) {
      entities::Entity entity;
      entity.name = mark.name;
      entity.type = mark.type;
      report->entities.entities.push_back(entity);
    }
    entities::Mention mention;
    mention.head = mark.tokens.end - 1;
    mention.tokens = mark.tokens;
    mention.entity = at->second;
    const Upos upos = report->annotation.word(mention.head).upos;
    mention.form = upos == Upos::kPron    ? entities::MentionForm::kPronoun
                   : upos == Upos::kPropn ? entities::MentionForm::kName
                                          : entities::MentionForm::kNominal;
    report->entities.entities[at->second].mentions.push_back(report->entities.mentions.size());
    report->entities.entity_of_token[mention.head] = at->second;
    report->entities.mentions.push_back(mention);
  }
  return report;
}

ReportBuilder& SceneBuilder::AddReport(std::string id, std::string outlet) {
  reports_.push_back(std::make_unique<ReportBuilder>(std::move(id), std::move(outlet)));
  return *reports_.back();
}

std::vector<Difference> SceneBuilder::Find(Kind kind) const {
  return Prepare().Find(1u << static_cast<uint32_t>(kind));
}
std::vector<Difference> SceneBuilder::FindAll() const { return Prepare().Find(); }
std::vector<Difference> SceneBuilder::FindReversed(Kind kind) const {
  return Prepare(/*reversed=*/true).Find(1u << static_cast<uint32_t>(kind));
}

std::string SceneBuilder::Text(const Evidence& evidence) const {
  return std::string(reports_[evidence.report]->Build()->document.text(evidence.tokens));
}

PreparedScene SceneBuilder::Prepare(bool reversed) const {
  std::vector<const ReportBuilder*> builders;
  for (const auto& report : reports_) builders.push_back(report.get());
  if (reversed) std::reverse(builders.begin(), builders.end());
  PreparedScene prepared;
  std::vector<std::shared_ptr<const analysis::Analysis>>& reports = prepared.reports;
  for (const ReportBuilder* builder : builders) reports.push_back(builder->Build());

  entities::LinkedEntities& linked = prepared.linked;
  std::map<std::string, uint32_t> linked_by_name;
  alignment::Alignment& alignment = prepared.alignment;
  std::map<std::string, uint32_t> fact_by_name;
  for (uint32_t r = 0; r < builders.size(); ++r) {
    linked.linked_of.emplace_back();
    for (uint32_t e = 0; e < reports[r]->entities.entities.size(); ++e) {
      const entities::Entity& entity = reports[r]->entities.entities[e];
      const auto [at, fresh] = linked_by_name.emplace(entity.name, linked.entities.size());
      if (fresh) {
        entities::LinkedEntity joined;
        joined.name = entity.name;
        joined.type = entity.type;
        linked.entities.push_back(joined);
      }
      linked.entities[at->second].members.push_back({r, e});
      linked.linked_of[r].push_back(at->second);
    }
    alignment.fact_of.emplace_back(reports[r]->claims.claims.size(), alignment::kNoFact);
    for (uint32_t c = 0; c < reports[r]->claims.claims.size(); ++c) {
      const std::string& name = builders[r]->facts_[c];
      if (name.empty()) continue;
      const auto [at, fresh] = fact_by_name.emplace(name, alignment.facts.size());
      if (fresh) {
        alignment::Fact fact;
        fact.statement = {r, c};
        fact.confidence = confidence_;
        alignment.facts.push_back(fact);
      }
      alignment.facts[at->second].mentions.push_back({r, c});
      alignment.fact_of[r][c] = at->second;
    }
  }
  return prepared;
}

Scene PreparedScene::View() const {
  return {.reports = reports,
          .entities = &linked,
          .alignment = &alignment,
          .lexicon = &lexicon::Lexicon::Default()};
}

std::vector<Difference> PreparedScene::Find(uint32_t kinds) const {
  const Scene scene = View();
  const Stage stage(scene);
  absl::StatusOr<std::vector<Candidate>> found = FindCandidates(stage, kinds, CallContext());
  if (!found.ok()) Fail(found.status().ToString());
  return Select(stage, *std::move(found), nullptr, kLikely);
}

int32_t Day2023(int month, int day) {
  constexpr std::array<int, 12> kBefore = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  constexpr int32_t kFirst2023 = 19358;
  return kFirst2023 + kBefore[month - 1] + day - 1;
}

}  // namespace parallax::framing
