#include "apps/report/visible.h"

#include <cmath>

namespace anneal::report {
namespace {

enum class Side { kNone, kBelow, kWithin, kAbove };

Side side_of(double y, const Axis& axis) {
  return std::isnan(y)   ? Side::kNone  // a gap, not a crossing
         : y > axis.high ? Side::kAbove
         : y >= axis.low ? Side::kWithin
                         : Side::kBelow;
}

/// Where the line from `inside` to `outside` crosses the border on that side.
PlotPoint crossing(PlotPoint inside, PlotPoint outside, const Axis& axis, bool logarithmic_x) {
  const double border = side_of(outside.y, axis) == Side::kAbove ? 1 : 0;
  const double from = axis.share(inside.y);
  const double to = axis.share(outside.y);
  // what cannot be said of infinite distances: straight up or down
  const double share = std::isfinite(to) && to != from ? (border - from) / (to - from) : 0;
  const double x = logarithmic_x ? inside.x * std::pow(outside.x / inside.x, share)
                                 : inside.x + share * (outside.x - inside.x);
  return {x, border > 0 ? axis.high : axis.low};
}

}  // namespace

VisibleLine visible_line(std::span<const PlotPoint> line, const Axis& axis, bool logarithmic_x) {
  VisibleLine visible;
  std::vector<PlotPoint> piece;
  for (std::size_t k = 0; k < line.size(); ++k) {
    const Side side = side_of(line[k].y, axis);
    const Side before = k == 0 ? Side::kNone : side_of(line[k - 1].y, axis);
    if (side == Side::kWithin) {
      if (before == Side::kBelow || before == Side::kAbove) {
        piece.push_back(crossing(line[k], line[k - 1], axis, logarithmic_x));
      }
      piece.push_back(line[k]);
      continue;
    }
    if (before == Side::kWithin && side != Side::kNone) {
      piece.push_back(crossing(line[k - 1], line[k], axis, logarithmic_x));
    }
    if (side == Side::kAbove && before != Side::kAbove) {
      visible.exits.push_back(piece.empty() ? PlotPoint{line[k].x, axis.high} : piece.back());
    }
    if (!piece.empty()) {
      visible.pieces.push_back(std::move(piece));
      piece.clear();
    }
  }
  if (!piece.empty()) {
    visible.pieces.push_back(std::move(piece));
  }
  return visible;
}

std::vector<PlotPoint> line_of(const Curve& curve) {
  std::vector<PlotPoint> line;
  for (const CurvePoint& point : curve.points) {
    if (curve.hold > 0 && !line.empty()) {
      line.push_back({point.x, line.back().y});
    }
    line.push_back({point.x, point.y});
  }
  if (curve.hold > 0 && !line.empty()) {
    line.push_back({line.back().x + curve.hold, line.back().y});
  }
  return line;
}

}  // namespace anneal::report
