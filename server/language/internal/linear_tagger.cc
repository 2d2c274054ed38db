#include "server/language/internal/linear_tagger.h"

namespace parallax::language::internal {
namespace {

const FormFeatures& At(std::span<const FormFeatures> forms, int64_t i) {
  static constexpr FormFeatures kNone{.form = 1, .lower = 1};
  return i < 0 || i >= static_cast<int64_t>(forms.size()) ? kNone : forms[i];
}

uint32_t At(std::span<const uint8_t> values, int64_t i) {
  return i < 0 || i >= static_cast<int64_t>(values.size()) ? kOutside : values[i];
}

}  // namespace

void TagFeatures(std::span<const FormFeatures> forms, std::span<const uint8_t> tags, uint32_t i,
                 FeatureList* features) {
  const FormFeatures& w = forms[i];
  const FormFeatures& p1 = At(forms, int64_t{i} - 1);
  const FormFeatures& p2 = At(forms, int64_t{i} - 2);
  const FormFeatures& n1 = At(forms, int64_t{i} + 1);
  const FormFeatures& n2 = At(forms, int64_t{i} + 2);
  const uint32_t t1 = i >= 1 ? tags[i - 1] : kOutside;
  const uint32_t t2 = i >= 2 ? tags[i - 2] : kOutside;
  const uint32_t place = (i == 0) | w.capital << 1 | w.all_capitals << 2 |
                         (At(forms, int64_t{i} - 1).all_capitals || n1.all_capitals) << 3;
  features->Clear();
  features->Add(100, 0);
  features->Add(101, w.form);
  features->Add(102, w.lower);
  features->Add(103, w.prefix[0]);
  features->Add(104, w.prefix[1]);
  features->Add(105, w.prefix[2]);
  features->Add(106, w.suffix[0]);
  features->Add(107, w.suffix[1]);
  features->Add(108, w.suffix[2]);
  features->Add(109, w.suffix[3]);
  features->Add(110, w.shape);
  features->Add(111, place, w.suffix[2]);
  features->Add(112, p1.lower);
  features->Add(113, p2.lower);
  features->Add(114, n1.lower);
  features->Add(115, n2.lower);
  features->Add(116, p1.suffix[2]);
  features->Add(117, n1.suffix[2]);
  features->Add(118, n1.suffix[1], n2.suffix[1]);
  features->Add(119, n1.shape);
  features->Add(120, t1);
  features->Add(121, t1, t2);
  features->Add(122, t1, w.lower);
  features->Add(123, t1, t2, w.lower);
  features->Add(124, t1, w.suffix[2]);
  features->Add(125, t1, n1.lower);
  features->Add(126, p1.lower, w.lower);
  features->Add(127, w.lower, n1.lower);
  features->Add(128, p1.lower, w.lower, n1.lower);
  features->Add(129, w.suffix[2], n1.suffix[2]);
  features->Add(130, w.suffix[2], n1.lower);
  features->Add(131, place, t1);
  features->Add(132, w.shape, t1);
  features->Add(133, p2.lower, p1.lower);
  features->Add(134, n1.lower, n2.lower);
  features->Add(135, w.prefix[2], w.suffix[2]);
}

void EntityFeatures(std::span<const FormFeatures> forms, std::span<const uint8_t> tags,
                    std::span<const uint8_t> labels, uint32_t i, FeatureList* features) {
  const FormFeatures& w = forms[i];
  const FormFeatures& p1 = At(forms, int64_t{i} - 1);
  const FormFeatures& p2 = At(forms, int64_t{i} - 2);
  const FormFeatures& n1 = At(forms, int64_t{i} + 1);
  const FormFeatures& n2 = At(forms, int64_t{i} + 2);
  const uint32_t t = tags[i];
  const uint32_t tp = At(tags, int64_t{i} - 1);
  const uint32_t tn = At(tags, int64_t{i} + 1);
  const uint32_t l1 = i >= 1 ? labels[i - 1] : kOutside;
  const uint32_t l2 = i >= 2 ? labels[i - 2] : kOutside;
  features->Clear();
  features->Add(200, 0);
  features->Add(201, w.form);
  features->Add(202, w.lower);
  features->Add(203, w.shape);
  features->Add(204, w.suffix[2]);
  features->Add(205, w.suffix[3]);
  features->Add(206, w.prefix[2]);
  features->Add(207, t);
  features->Add(208, t, w.shape);
  features->Add(209, p1.lower);
  features->Add(210, p1.form, w.shape);
  features->Add(211, p2.lower);
  features->Add(212, p2.lower, p1.lower);
  features->Add(213, n1.lower);
  features->Add(214, n1.form, w.shape);
  features->Add(215, n2.lower);
  features->Add(216, n1.lower, n2.lower);
  features->Add(217, tp);
  features->Add(218, tn);
  features->Add(219, tp, t);
  features->Add(220, t, tn);
  features->Add(221, tp, t, tn);
  features->Add(222, p1.shape, w.shape);
  features->Add(223, w.shape, n1.shape);
  features->Add(224, p1.shape, w.shape, n1.shape);
  features->Add(225, l1);
  features->Add(226, l1, l2);
  features->Add(227, l1, w.lower);
  features->Add(228, l1, w.shape);
  features->Add(229, l1, t);
  features->Add(230, l1, n1.lower);
  features->Add(231, l1, p1.lower);
  features->Add(232, p1.form, w.form);
  features->Add(233, w.form, n1.form);
  features->Add(234, l1, n1.shape, t);
  features->Add(235, p1.form, l1, w.form);
  features->Add(236, p2.form, p1.form, w.shape);
  features->Add(237, n1.form, n2.form, w.shape);
  features->Add(238, i == 0, w.shape, tn);
  features->Add(239, w.suffix[2], n1.suffix[2]);
  features->Add(240, l1, w.suffix[2]);
}

}  // namespace parallax::language::internal
