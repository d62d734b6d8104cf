#pragma once

#include <span>
#include <vector>

#include "apps/report/axis.h"
#include "apps/report/figure.h"

namespace anneal::report {

struct PlotPoint {
  double x = 0;
  double y = 0;
};

/// What of a line lies within its axis.
///
/// A program that draws cuts or clamps what does not, and a reader takes the border for the values.
/// So a line is cut here, where it crosses the border, and the crossings at the top are known.
struct VisibleLine {
  std::vector<std::vector<PlotPoint>> pieces;  ///< each of them drawn in one stroke
  std::vector<PlotPoint> exits;  ///< where it leaves at the top; marked, as it may be for good
};

/// `logarithmic_x` tells where a slanted line crosses the border. A line that begins above the top
/// leaves where it begins.
VisibleLine visible_line(std::span<const PlotPoint> line,
                         const Axis& axis,
                         bool logarithmic_x = false);

/// The corners of a curve: its points, or those of stairs if its values hold.
std::vector<PlotPoint> line_of(const Curve& curve);

}  // namespace anneal::report
