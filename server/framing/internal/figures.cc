#include "server/framing/internal/figures.h"

#include <algorithm>
#include <cmath>

namespace parallax::framing {
namespace {

// How far a value said to be approximate may be off, as a part of it (guidelines, question 17).
constexpr double kAbout = 0.15;

// The place of the last digit that is not zero, as a power of ten: 43,000,000 -> 1,000,000.
double Precision(double value) {
  if (value == 0) return 1;
  double place = 1;
  // Down to thousandths, up to what a double counts exactly.
  while (place > 1e-3 && std::abs(value / place - std::round(value / place)) > 1e-9) place /= 10;
  while (place < 1e15 && std::abs(std::remainder(value, place * 10)) < place * 1e-6) place *= 10;
  return place;
}

// 43,000,000 stands for 43,885,310: cut or rounded to two digits or more.
bool Rounds(double rounded, double exact) {
  const double place = Precision(rounded);
  if (std::abs(rounded) < 10 * place || place <= Precision(exact)) return false;
  return std::abs(exact - rounded) < place;
}

struct Bounds {
  double low;
  double high;
};

Bounds BoundsOf(const values::Quantity& quantity) {
  Bounds bounds = {quantity.low, quantity.high};
  if (quantity.approximate) {
    bounds.low -= kAbout * std::abs(bounds.low);
    bounds.high += kAbout * std::abs(bounds.high);
  }
  return bounds;
}

double Value(const values::Quantity& quantity) {
  return std::isfinite(quantity.low) ? quantity.low : quantity.high;
}

}  // namespace

bool Compatible(const values::Quantity& a, const values::Quantity& b) {
  const Bounds x = BoundsOf(a);
  const Bounds y = BoundsOf(b);
  if (x.low <= y.high && y.low <= x.high) return true;
  return a.low == a.high && b.low == b.high && (Rounds(a.low, b.low) || Rounds(b.low, a.low));
}

double Apart(const values::Quantity& a, const values::Quantity& b) {
  if (Compatible(a, b)) return 0;
  const double x = Value(a);
  const double y = Value(b);
  const double larger = std::max(std::abs(x), std::abs(y));
  return larger > 0 ? std::abs(x - y) / larger : 0;
}

}  // namespace parallax::framing
