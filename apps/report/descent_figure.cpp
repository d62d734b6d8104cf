#include "apps/report/descent_figure.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "apps/run/labels.h"
#include "core/check.h"

namespace anneal::report {
namespace {

constexpr double kAspect = 1.4;  // of a map
constexpr int kColumns = 280;    // of the grid
constexpr int kRows = 200;
constexpr std::int64_t kDots = 50;          // on a path
constexpr std::int64_t kMostPoints = 4000;  // of a path
constexpr std::size_t kLongLabel = 44;

/// The specs as they are or, if one of them is long, all without their arguments.
std::vector<std::string> labels_of(const std::vector<std::string>& specs) {
  const bool any_long =
      std::ranges::any_of(specs, [](const std::string& spec) { return spec.size() > kLongLabel; });
  return any_long ? short_labels(specs) : specs;
}

/// The different texts in the order in which they first appear.
std::vector<std::string> distinct(std::span<const Descent> descents, std::string Descent::*text) {
  std::vector<std::string> names;
  for (const Descent& descent : descents) {
    if (std::ranges::find(names, descent.*text) == names.end()) {
      names.push_back(descent.*text);
    }
  }
  return names;
}

std::size_t index_of(const std::string& name, const std::vector<std::string>& names) {
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

/// Every row whose step is a multiple of `stride`, and the last.
std::vector<DescentRow> thinned(const std::vector<DescentRow>& rows, std::int64_t stride) {
  std::vector<DescentRow> kept;
  for (const DescentRow& row : rows) {
    if (row.step % stride == 0 || row.step == rows.back().step) {
      kept.push_back(row);
    }
  }
  return kept;
}

DescentPath path_of(const Descent& descent, const Window& window, std::int64_t stride) {
  DescentPath path{.label = {}, .points = drawable_part(thinned(descent.rows, stride), window)};
  if (descent.diverged_at) {
    path.remark = status_text(descent);
  }
  return path;
}

std::string point_text(PlanePoint point) {
  return fmt::format("({:.4g}, {:.4g})", point.x, point.y);
}

/// "; contours at loss 0.1, 1, ... 1000"
std::string levels_text(const std::vector<double>& levels) {
  return levels.size() < 3 ? ""
                           : fmt::format("; contours at loss {:.6g}, {:.6g}, ... {:.6g}", levels[0],
                                         levels[1], levels.back());
}

}  // namespace

DescentFigure descent_figure(const PlaneFunction& function, std::span<const Descent> descents) {
  check(!descents.empty(), "descent figure: there are no descents");
  const PlanePoint start = descents.front().rows.front().at;
  const Window window = choose_window(start, function.minima, descents, kAspect);
  DescentFigure figure{.title = {},
                       .note = {},
                       .grid = sample_loss(function, window, kColumns, kRows),
                       .levels = {},
                       .start = start,
                       .minima = function.minima,
                       .lowest = function.lowest,
                       .panels = {}};
  figure.levels = contour_levels(figure.grid, function.lowest);
  for (const Descent& descent : descents) {
    figure.updates = std::max(figure.updates, descent.rows.back().step);
  }
  const std::int64_t stride = figure.updates / kMostPoints + 1;
  figure.dot_every = stride * std::max<std::int64_t>(1, figure.updates / (kDots * stride));

  const std::vector<std::string> optimizers = distinct(descents, &Descent::optimizer);
  const std::vector<std::string> schedules = distinct(descents, &Descent::schedule);
  const bool by_schedule = optimizers.size() > 1;  // a panel each, and colours for the optimizers
  const std::vector<std::string> labels = labels_of(by_schedule ? optimizers : schedules);
  for (const std::string& title : labels_of(by_schedule ? schedules : optimizers)) {
    figure.panels.push_back({title, {}});
  }
  for (const Descent& descent : descents) {
    const std::size_t optimizer = index_of(descent.optimizer, optimizers);
    const std::size_t schedule = index_of(descent.schedule, schedules);
    const std::size_t style = by_schedule ? optimizer : schedule;
    DescentPath path = path_of(descent, window, stride);
    path.label = labels[style];
    path.style = static_cast<int>(style);
    figure.panels[by_schedule ? schedule : optimizer].paths.push_back(std::move(path));
  }
  figure.title = fmt::format("{}: {} updates", labels_of({function.text})[0], figure.updates);
  const std::string dots =
      figure.dot_every == 1 ? "update" : fmt::format("{} updates", figure.dot_every);
  figure.note =
      fmt::format("from {}; a dot every {}{}", point_text(start), dots, levels_text(figure.levels));
  return figure;
}

}  // namespace anneal::report
