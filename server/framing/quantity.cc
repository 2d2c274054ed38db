// QUANTITY: values for the same slot of a fact that cannot both hold.
//
// Rules (RULES.md): quantity-conflict, quantity-update.

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/quantities.h"
#include "server/framing/trust.h"

namespace parallax::framing {
namespace {

// Figures of two claims that share less are mostly figures of two things.
constexpr float kLeastLikeness = 0.25f;
constexpr float kUnlike = 0.4f;

// One value that some reports give, with the readings that agree with it.
struct Value {
  std::vector<Reading> readings;
};

bool Fits(const Reading& reading, const Value& value) {
  return std::all_of(value.readings.begin(), value.readings.end(), [&](const Reading& other) {
    return Compatible(*reading.quantity, *other.quantity);
  });
}

// Some of the value's readings is of the same report.
bool IsOf(const Reading& reading, const Value& value) {
  return std::any_of(value.readings.begin(), value.readings.end(), [&](const Reading& other) {
    return other.mention->report == reading.mention->report;
  });
}

// The reading is approximate, and its report gives the same exactly.
bool GivesCloser(const std::vector<Reading>& slot, const Reading& reading) {
  return reading.quantity->approximate &&
         std::any_of(slot.begin(), slot.end(), [&](const Reading& other) {
           return other.mention->report == reading.mention->report &&
                  !other.quantity->approximate && Compatible(*other.quantity, *reading.quantity);
         });
}

// The sentence of `reading` states the figure of `other` as well.
bool StatesToo(const Stage& stage, const Reading& reading, const Reading& other) {
  const analysis::Analysis& report = stage.report(reading.mention->report);
  const TokenRange sentence = report.document.sentence_of(reading.quantity->tokens.begin).tokens;
  return std::any_of(report.claims.quantities.begin(), report.claims.quantities.end(),
                     [&](const claims::Quantity& quantity) {
                       return sentence.Contains(quantity.tokens.begin) &&
                              quantity.kind == other.quantity->kind &&
                              Compatible(quantity, *other.quantity);
                     });
}

// "Eight people, two of them children" and "two children were among eight people": each sentence
// has the figures of the others, in another order.
bool TellTheSame(const Stage& stage, const std::vector<Value>& values) {
  for (const Value& value : values) {
    for (const Value& other : values) {
      if (&value == &other) continue;
      for (const Reading& reading : value.readings) {
        for (const Reading& figure : other.readings) {
          if (!StatesToo(stage, reading, figure)) return false;
        }
      }
    }
  }
  return true;
}

// All values are later ones of a running count: the higher, the later published.
bool IsUpdate(const Stage& stage, const std::vector<Value>& values) {
  absl::optional<int64_t> last;
  for (const Value& value : values) {  // from low to high
    int64_t newest = 0;
    for (const Reading& reading : value.readings) {
      if (reading.quantity->kind != claims::QuantityKind::kCount) return false;
      const absl::optional<int64_t>& published =
          stage.report(reading.mention->report).publish_seconds;
      if (!published || (last && *published <= *last)) return false;
      newest = std::max(newest, *published);
    }
    last = newest;
  }
  return true;
}

class QuantityDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kQuantity; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) {
      for (const std::vector<Reading>& slot : SlotsOf(stage, fact)) {
        DetectOn(stage, fact, slot, found);
      }
    }
  }

 private:
  static void DetectOn(const Stage& stage, uint32_t fact, const std::vector<Reading>& slot,
                       std::vector<Difference>* found) {
    // Exact values first, from low to high; an open one ("at least seven") joins what it allows,
    // and "roughly 40" the value of its own report where that gives one.
    std::vector<Value> values;
    std::vector<Reading> loose;
    for (const Reading& reading : slot) {
      if (!std::isfinite(reading.quantity->high) || GivesCloser(slot, reading)) {
        loose.push_back(reading);
        continue;
      }
      auto at = std::find_if(values.begin(), values.end(),
                             [&](const Value& value) { return Fits(reading, value); });
      if (at == values.end()) {
        values.push_back({{reading}});
      } else {
        at->readings.push_back(reading);
      }
    }
    for (const Reading& reading : loose) {
      std::vector<Value*> fitting;
      for (Value& value : values) {
        if (Fits(reading, value)) fitting.push_back(&value);
      }
      if (std::isfinite(reading.quantity->high)) {
        std::erase_if(fitting, [&](const Value* value) { return !IsOf(reading, *value); });
      }
      if (fitting.empty()) {
        values.push_back({{reading}});
      } else if (fitting.size() == 1) {
        fitting[0]->readings.push_back(reading);
      }
    }
    if (values.size() < 2) return;
    DropTornReports(&values);
    if (values.size() < 2 || TellTheSame(stage, values)) return;

    Difference difference;
    difference.kind = Kind::kQuantity;
    difference.fact = fact;
    const bool update = IsUpdate(stage, values);
    difference.severity = update ? Severity::kLow : Severity::kHigh;
    difference.rule = update ? "quantity-update" : "quantity-conflict";
    std::vector<const Mention*> first;
    std::vector<const Mention*> others;
    std::vector<std::string> parts;
    for (const Value& value : values) {
      std::vector<Evidence> evidence;
      for (const Reading& reading : value.readings) {
        evidence.push_back({reading.mention->report, QuantityPassage(stage, reading)});
        (&value == &values.front() ? first : others).push_back(reading.mention);
      }
      const Reading& shown = value.readings.front();
      difference.positions.push_back(
          MakePosition(PassageText(stage.report(shown.mention->report), shown.quantity->tokens, 12),
                       std::move(evidence)));
      const Position& position = difference.positions.back();
      parts.push_back(absl::StrCat(Outlets(stage, position.reports),
                                   Verb(position.reports.size(), " has", " have"), " “",
                                   position.value, "”"));
    }
    if (ReportCount(difference.positions) < 2) return;
    difference.explanation = absl::StrCat(
        update ? "The count has risen from report to report: " : "The figures cannot both hold: ",
        absl::StrJoin(parts, ", "), ".");
    difference.confidence = (update ? 0.6f : 0.75f) * Trust(stage, fact, first, others);
    if (BestLikeness(stage, first, others) < kLeastLikeness) difference.confidence *= kUnlike;
    found->push_back(std::move(difference));
  }

  // A report that itself gives two of the values contradicts nobody with either.
  static void DropTornReports(std::vector<Value>* values) {
    std::vector<uint32_t> torn;
    for (size_t i = 0; i < values->size(); ++i) {
      for (const Reading& reading : (*values)[i].readings) {
        for (size_t j = i + 1; j < values->size(); ++j) {
          for (const Reading& other : (*values)[j].readings) {
            if (other.mention->report == reading.mention->report) {
              torn.push_back(other.mention->report);
            }
          }
        }
      }
    }
    for (Value& value : *values) {
      std::erase_if(value.readings, [&](const Reading& reading) {
        return std::find(torn.begin(), torn.end(), reading.mention->report) != torn.end();
      });
    }
    std::erase_if(*values, [](const Value& value) { return value.readings.empty(); });
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeQuantityDetector() {
  return std::make_unique<QuantityDetector>();
}

}  // namespace parallax::framing
