#include "apps/training/plain/descent.h"

#include <algorithm>
#include <cmath>

#include "apps/training/plain/csv_cell.h"
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

std::string descents_csv(std::span<const Descent> descents) {
  const bool several = descents.size() > 1;
  std::string text = several ? "optimizer,schedule,step,x,y,loss,lr\n" : "step,x,y,loss,lr\n";
  for (const Descent& descent : descents) {
    const std::string names =
        several ? join_text(csv_cell(descent.optimizer), ',', csv_cell(descent.schedule), ',') : "";
    for (const DescentRow& row : descent.rows) {
      text += join_text(names, row.step, ',', row.at.x, ',', row.at.y, ',', row.loss, ',',
                        row.lr ? to_text(*row.lr) : "", '\n');
    }
  }
  return text;
}

}  // namespace anneal
