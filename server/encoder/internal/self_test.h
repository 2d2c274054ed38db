// The stored pairs that every loaded model reads anew: on each machine the same bits must come out.
//
// Section "selftest/encoder": number of pairs (u32), then of each pair the sizes (u32) and bytes of
// both texts and a checksum (u32) of the bits of what is read: of each text its vectors and the
// outputs of every section "*/heads", of both together the reading of the pair.
#ifndef PARALLAX_SERVER_ENCODER_INTERNAL_SELF_TEST_H_
#define PARALLAX_SERVER_ENCODER_INTERNAL_SELF_TEST_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/model_file.h"
#include "server/encoder/encoder.h"
#include "server/text/document.h"

namespace parallax::encoder::internal {

inline constexpr absl::string_view kSelfTestSection = "selftest/encoder";

// A document of one sentence whose tokens are what stands between spaces.
text::Document DocumentOfWords(absl::string_view text);

// Errors: DATA_LOSS for a damaged section, FAILED_PRECONDITION where other bits come out.
absl::Status ReplaySelfTest(const Encoder& encoder, const ModelFile& file);

// The section with the checksums that this encoder gives. Errors: as above, for damage.
absl::StatusOr<std::string> SealSelfTest(const Encoder& encoder, const ModelFile& file);

}  // namespace parallax::encoder::internal

#endif  // PARALLAX_SERVER_ENCODER_INTERNAL_SELF_TEST_H_
