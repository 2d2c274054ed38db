// Who a claim is given to, and whether two reports give it to the same one.
//
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_SOURCES_H_
#define PARALLAX_SERVER_FRAMING_SOURCES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "server/framing/account.h"

namespace parallax::framing {

struct Source {
  uint32_t report = 0;
  const attribution::Attribution* layer = nullptr;
  attribution::SourceKind kind = attribution::SourceKind::kImplicit;
  uint32_t entity = kNone;         // into LinkedEntities::entities
  bool pronoun = false;            // and not resolved to a name or a noun phrase
  bool by_pronoun = false;         // a pronoun and no more, resolved or not
  bool own_words = false;          // a statement, letter or the like, whosever it is
  std::vector<std::string> names;  // stems of the proper nouns it is known by in its report, sorted
  std::vector<std::string> words;  // stems of its head and other content words, sorted; of both
                                   // without what says where they are or what they do
};

// The connotation of the cue as attribution/ has it; where that is neutral, the lexicon's for the
// first verb in it ("boasted on TV").
lexicon::Connotation ConnotationOf(const Stage& stage, uint32_t report,
                                   const attribution::Attribution& layer);

// Reads the source of one layer of attribution.
Source ReadSource(const Stage& stage, uint32_t report, const attribution::Attribution& layer);

enum class SourceRelation : uint8_t { kSame, kDifferent, kLikelyDifferent, kUnknown };

// kSame also for a longer or shorter name, and for an organisation and its spokesperson.
// kLikelyDifferent where nothing joins them, and nothing but that speaks against it: a person who
// may speak for the body named elsewhere, a role that may be held by the person. kUnknown where a
// pronoun, a missing source or a bare "statement" leaves it open, and between two unnamed sources.
SourceRelation Compare(const Stage& stage, const Source& a, const Source& b);

// True where nobody is named: "a source close to the talks", "a doctor", "reportedly".
bool IsAnonymous(const Source& source);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_SOURCES_H_
