// Hand-made answers, written in protobuf's text format.
#ifndef PARALLAX_TESTS_CLIENT_MESSAGES_H_
#define PARALLAX_TESTS_CLIENT_MESSAGES_H_

#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/text_format.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

// Two reports, one shared fact and one that is not, three differences of falling severity.
inline v1::CompareReportsResponse SmallComparison() {
  return FromText<v1::CompareReportsResponse>(R"pb(
    facts {
      id: "f1"
      statement: "the city closed the bridge"
      accounts {
        report_id: "a"
        commitment: ASSERTED
        mentions {
          span { section: BODY text: "closed the bridge" }
          commitment: ASSERTED
        }
      }
      accounts {
        report_id: "b"
        commitment: ALLEGED
        mentions {
          span { section: BODY text: "allegedly shut" }
          commitment: ALLEGED
          source: "a mason"
        }
      }
      absent_report_ids: "c"
    }
    facts {
      id: "f2"
      statement: "it rained"
      accounts { report_id: "c" commitment: ASSERTED }
      absent_report_ids: [ "a", "b" ]
    }
    differences {
      id: "d1"
      kind: COMMITMENT
      severity: HIGH
      fact_id: "f1"
      positions {
        value: "ASSERTED"
        report_ids: "a"
        evidence {
          report_id: "a"
          sentence_index: 0
          span { section: BODY begin: 9 end: 26 text: "closed the bridge" }
        }
      }
      positions {
        value: "ALLEGED"
        report_ids: "b"
        evidence {
          report_id: "b"
          span { section: BODY text: "allegedly shut" }
        }
      }
      explanation: "The Post states it, the Times alleges it."
      confidence: 0.91
      rule: "commitment-class"
    }
    differences {
      id: "d2"
      kind: REPORTING_VERB
      severity: MEDIUM
      positions {
        value: "said"
        evidence {
          report_id: "a"
          span { text: "said \"yes\"" }
        }
      }
      positions {
        value: "boasted"
        evidence {
          report_id: "c"
          span { text: "boasted" }
        }
      }
      confidence: 0.5
      rule: "cue-connotation"
    }
    differences {
      id: "d3"
      kind: OMISSION
      severity: LOW
      fact_id: "f1"
      positions {
        value: "told"
        report_ids: "a"
        evidence {
          report_id: "a"
          span { section: BODY begin: 9 end: 26 text: "closed the bridge" }
        }
      }
      positions { value: "ABSENT" report_ids: "c" }
      explanation: "The Echo leaves it out."
      confidence: 0.7
      rule: "omission"
    }
    profiles {
      report_id: "a"
      outlet: "The Post"
      claim_count: 3
      commitment_counts { commitment: ASSERTED claim_count: 2 }
      commitment_counts { commitment: DENIED claim_count: 1 }
      sources { name: "the mayor" kind: ROLE attribution_count: 2 share: 0.25 }
    }
    profiles {
      report_id: "b"
      outlet: "The Times"
      claim_count: 1
      loaded_terms { span { text: "regime" } }
    }
    profiles { report_id: "c" outlet: "The Echo" }
    shared_wordings {
      passages {
        report_id: "a"
        span { text: "The river rose overnight." }
      }
      passages {
        report_id: "c"
        span { text: "The river rose overnight!" }
      }
    }
  )pb");
}

}  // namespace parallax::client

#endif  // PARALLAX_TESTS_CLIENT_MESSAGES_H_
