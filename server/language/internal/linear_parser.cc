#include "server/language/internal/linear_parser.h"

#include <algorithm>

namespace parallax::language::internal {
namespace {

constexpr uint32_t kNone = ParserState::kNone;

// Word, tag and the label of the arc above of one node; small numbers stand for the root node and
// for no node.
struct View {
  uint64_t w = 2;
  uint64_t p = 2;
  uint64_t l = 0;
};

}  // namespace

void ParserFeatures(const ParserState& state, std::span<const FormFeatures> forms,
                    std::span<const uint8_t> tags, const TagInventory& inventory,
                    FeatureList* out) {
  const auto view = [&](uint32_t n) -> View {
    if (n == kNone) return {};
    if (n == state.words()) return {3, 3, 0};
    const Tag& tag = inventory[tags[n]];
    return {forms[n].lower,
            4 + static_cast<uint64_t>(tag.xpos) + kXposCount * static_cast<uint64_t>(tag.upos),
            1 + static_cast<uint64_t>(state.node(n).relation)};
  };
  static constexpr ParserState::Node kEmpty;
  const uint32_t s0n = state.Stack(0);
  const uint32_t s1n = state.Stack(1);
  const uint32_t b0n = state.Buffer(0);
  const auto node = [&](uint32_t n) -> const ParserState::Node& {
    return n == kNone ? kEmpty : state.node(n);
  };
  const ParserState::Node& s0node = node(s0n);
  const ParserState::Node& s1node = node(s1n);
  const ParserState::Node& b0node = node(b0n);
  const View s0 = view(s0n);
  const View s1 = view(s1n);
  const View s2 = view(state.Stack(2));
  const View b0 = view(b0n);
  const View b1 = view(state.Buffer(1));
  const View b2 = view(state.Buffer(2));
  const View s0l = view(s0node.left[0]);
  const View s0l2 = view(s0node.left[1]);
  const View s0r = view(s0node.right[0]);
  const View s0r2 = view(s0node.right[1]);
  const View s1l = view(s1node.left[0]);
  const View s1r = view(s1node.right[0]);
  const View b0l = view(b0node.left[0]);
  const View b0l2 = view(b0node.left[1]);
  const uint64_t distance = s0n == kNone ? 0 : std::min<uint32_t>(b0n - s0n, 10);
  const uint64_t gap = s1n == kNone ? 0 : std::min<uint32_t>(s0n - s1n, 10);

  out->Clear();
  out->Add(1, s0.w, s0.p);
  out->Add(2, s0.w);
  out->Add(3, s0.p);
  out->Add(4, s1.w, s1.p);
  out->Add(5, s1.w);
  out->Add(6, s1.p);
  out->Add(7, b0.w, b0.p);
  out->Add(8, b0.w);
  out->Add(9, b0.p);
  out->Add(10, b1.w, b1.p);
  out->Add(11, b1.w);
  out->Add(12, b1.p);
  out->Add(13, b2.w, b2.p);
  out->Add(14, b2.w);
  out->Add(15, b2.p);
  out->Add(16, s2.w, s2.p);
  out->Add(17, s2.p);
  out->Add(18, Mix(s0.w, s0.p), b0.w, b0.p);
  out->Add(19, s0.w, s0.p, b0.w);
  out->Add(20, s0.w, b0.w, b0.p);
  out->Add(21, s0.w, s0.p, b0.p);
  out->Add(22, s0.p, b0.w, b0.p);
  out->Add(23, s0.w, b0.w);
  out->Add(24, s0.p, b0.p);
  out->Add(25, b0.p, b1.p);
  out->Add(26, s1.w, s0.w);
  out->Add(27, s1.p, s0.p);
  out->Add(28, s1.w, s1.p, s0.p);
  out->Add(29, s1.p, s0.w, s0.p);
  out->Add(30, s1.p, b0.p);
  out->Add(31, s1.w, b0.w);
  out->Add(32, b0.p, b1.p, b2.p);
  out->Add(33, s0.p, b0.p, b1.p);
  out->Add(34, s1.p, s0.p, b0.p);
  out->Add(35, s2.p, s1.p, s0.p);
  out->Add(36, s0.p, s0l.p, b0.p);
  out->Add(37, s0.p, s0r.p, b0.p);
  out->Add(38, s0.p, b0.p, b0l.p);
  out->Add(39, s1.p, s1r.p, s0.p);
  out->Add(40, s1.p, s1l.p, s0.p);
  out->Add(41, s0.p, s0l.p, s0l2.p);
  out->Add(42, s0.p, s0r.p, s0r2.p);
  out->Add(43, b0.p, b0l.p, b0l2.p);
  out->Add(44, s0.w, distance);
  out->Add(45, s0.p, distance);
  out->Add(46, b0.w, distance);
  out->Add(47, b0.p, distance);
  out->Add(48, s0.w, b0.w, distance);
  out->Add(49, s0.p, b0.p, distance);
  out->Add(50, s1.p, s0.p, gap);
  out->Add(51, s0.w, s0node.right_count);
  out->Add(52, s0.p, s0node.right_count);
  out->Add(53, s0.w, s0node.left_count);
  out->Add(54, s0.p, s0node.left_count);
  out->Add(55, b0.w, b0node.left_count);
  out->Add(56, b0.p, b0node.left_count);
  out->Add(57, s1.p, s1node.right_count, s0.p);
  out->Add(58, s0l.w);
  out->Add(59, s0l.p);
  out->Add(60, s0l.l, s0.p);
  out->Add(61, s0r.w);
  out->Add(62, s0r.p);
  out->Add(63, s0r.l, s0.p);
  out->Add(64, b0l.w);
  out->Add(65, b0l.p);
  out->Add(66, b0l.l, b0.p);
  out->Add(67, s1r.w, s1r.l);
  out->Add(68, s1l.w, s1l.l);
  out->Add(69, s0.w, s0node.left_labels);
  out->Add(70, s0.p, s0node.left_labels);
  out->Add(71, s0.w, s0node.right_labels);
  out->Add(72, s0.p, s0node.right_labels);
  out->Add(73, b0.w, b0node.left_labels);
  out->Add(74, b0.p, b0node.left_labels);
  out->Add(75, s1.w, s1node.right_labels);
  out->Add(76, s1.p, s1node.right_labels, s0.p);
  out->Add(77, s0.p, s0node.left_labels, b0.p);
  out->Add(78, s1.p, s1node.left_labels, s0.p);
  out->Add(79, s0.w, s0r.w, s0r.l);
  out->Add(80, s1.w, s0.w, b0.p);
  out->Add(81, s0.w, b0.p, b1.p);
  out->Add(82, s0.p, b0.w, b1.p);
  out->Add(83, s0.p, b0.p, b1.w);
  if (s0n != kNone && s0n < forms.size()) {
    out->Add(84, forms[s0n].suffix[2], b0.p);
    out->Add(85, forms[s0n].suffix[2], s1.p);
  }
  if (b0n < forms.size()) out->Add(86, forms[b0n].suffix[2], s0.p);
}

}  // namespace parallax::language::internal
