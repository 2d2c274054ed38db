// An answer held against an earlier one: what is new, what is gone.
#ifndef PARALLAX_CLIENT_BASELINE_H_
#define PARALLAX_CLIENT_BASELINE_H_

#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

struct Change {
  v1::CompareReportsResponse gone;  // the earlier answer with the differences that are no more
  int kept = 0;                     // differences that both have
};

// Leaves of the differences of `earlier` those that `request` asks for by kind, severity,
// confidence and pairs of reports, so that what was left out now is not taken for gone.
void KeepWanted(const v1::CompareReportsRequest& request, v1::CompareReportsResponse* earlier);

// Takes the differences that `earlier` has as well, by key, out of `response`. Where a key stands
// several times, as many are taken as the earlier answer has. Differences without a key are new.
Change KeepNew(const v1::CompareReportsResponse& earlier, v1::CompareReportsResponse* response);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_BASELINE_H_
