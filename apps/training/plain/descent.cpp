#include "apps/training/plain/descent.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace anneal {
namespace {

/// A spec as a CSV cell: it holds commas, and its own quotes are doubled.
std::string quoted(const std::string& text) {
  std::string cell = "\"";
  for (const char c : text) {
    cell += c == '"' ? "\"\"" : std::string(1, c);
  }
  return cell + "\"";
}

}  // namespace

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
        several ? join_text(quoted(descent.optimizer), ',', quoted(descent.schedule), ',') : "";
    for (const DescentRow& row : descent.rows) {
      text += join_text(names, row.step, ',', row.at.x, ',', row.at.y, ',', row.loss, ',',
                        row.lr ? to_text(*row.lr) : "", '\n');
    }
  }
  return text;
}

}  // namespace anneal
