#pragma once

#include <string>

#include "apps/report/axis.h"
#include "apps/report/figure.h"

namespace anneal::report {

constexpr std::size_t kLabelWidth = 24;        ///< characters of a line of a label
constexpr const char* kBehindRgb = "#c4c4c4";  ///< of curves behind others

/// What every panel of a figure has in common.
struct XAxis {
  double begin = 0;
  double end = 1;
  bool logarithmic = false;

  /// 0 at the beginning, 1 at the end.
  double position(double x) const;
};

/// A panel on its place, with all that the parts of its drawing need.
struct Place {
  const Panel& panel;
  Axis y;
  XAxis x;
  double height = 0;  ///< pixels
  int first = 0;      ///< number of its first curve in the figure
  /// Of its curve k in the script.
  std::string name(std::size_t k) const;
};

/// Labels beside the right border, each joined to the end of its line by a thin leader. One whose
/// line ends above the axis has an arrow instead.
std::string label_commands(const Place& place);

/// Marks where lines leave at the top and where runs diverged, points that no line joins to others,
/// and levels. Where a line leaves again and again one mark stands for its neighbours.
std::string mark_commands(const Place& place);

}  // namespace anneal::report
