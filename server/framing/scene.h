// What a comparison has found before its framing is read.
#ifndef PARALLAX_SERVER_FRAMING_SCENE_H_
#define PARALLAX_SERVER_FRAMING_SCENE_H_

#include "server/alignment/alignment.h"
#include "server/entities/linking.h"

namespace parallax::framing {

// All of it is borrowed and immutable.
struct Scene {
  alignment::Reports reports;
  const entities::LinkedEntities* entities = nullptr;
  const alignment::Alignment* alignment = nullptr;

  const analysis::Analysis& report(uint32_t index) const { return *reports[index]; }
};

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_SCENE_H_
