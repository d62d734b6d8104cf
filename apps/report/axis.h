#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "apps/report/figure.h"

namespace anneal::report {

/// The y axis of a panel: its ends, its marks, linear or logarithmic.
struct Axis {
  double low = 0;
  double high = 1;
  bool logarithmic = false;
  std::vector<double> marks;

  /// Where `value` stands: 0 at the bottom, 1 at the top, beyond them outside.
  double share(double value) const;
  /// The same, cut to what lies between the ends.
  double position(double value) const;
};

/// An axis that holds all `curves`, or what of them lies at or below `top`.
///
/// Logarithmic if all values are positive and their largest is more than 8 times their smallest:
/// then a linear axis would press most of the curve onto the bottom. A linear axis starts at 0 if
/// the smallest value is within the lowest third of the range from 0. `scale` asks for one of them;
/// a logarithmic one is linear all the same if a value is not positive. A curve that is 0
/// throughout lies at the foot of an axis up to 1.
Axis choose_axis(std::span<const Curve> curves,
                 std::optional<double> top = std::nullopt,
                 Scale scale = Scale::kAutomatic);

/// Round numbers between `low` and `high`: steps of 1, 2 or 5 times a power of ten, about `count`.
std::vector<double> linear_marks(double low, double high, int count = 5);

/// Powers of ten between `low` and `high`, about eight at most; with 2 and 5 between them if there
/// are less than three, and with more if there are still less than four.
std::vector<double> logarithmic_marks(double low, double high);

/// Moves label centres apart so that none overlap, each as near as possible to where it wants to
/// be.
///
/// `wanted` and the result are in the same order; `heights` are the labels' heights in the same
/// unit as the positions, in [0, 1].
std::vector<double> spread_labels(std::span<const double> wanted, std::span<const double> heights);

}  // namespace anneal::report
