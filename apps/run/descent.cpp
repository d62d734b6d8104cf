#include "apps/run/descent.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace anneal {

std::string status_text(const Descent& descent) {
  return descent.diverged_at ? join_text("diverged at update ", *descent.diverged_at) : "done";
}

std::optional<std::int64_t> first_at_most(const Descent& descent, double loss) {
  const auto row = std::ranges::find_if(
      descent.rows, [loss](const DescentRow& candidate) { return candidate.loss <= loss; });
  return row == descent.rows.end() ? std::nullopt : std::optional(row->step);
}

std::optional<double> distance_to_nearest(PlanePoint point, std::span<const PlanePoint> minima) {
  std::optional<double> nearest;
  for (const PlanePoint& minimum : minima) {
    const double distance = std::hypot(point.x - minimum.x, point.y - minimum.y);
    nearest = std::min(nearest.value_or(distance), distance);
  }
  return nearest;
}

}  // namespace anneal
