#include "apps/report/landscape.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace anneal::report {
namespace {

constexpr double kMargin = 0.08;  // share of the longer side
constexpr double kFar = 20;       // windows
constexpr std::size_t kMostLevels = 12;

Window around(PlanePoint point) {
  return {point.x, point.x, point.y, point.y};
}

Window with(const Window& box, PlanePoint point) {
  return {std::min(box.left, point.x), std::max(box.right, point.x), std::min(box.bottom, point.y),
          std::max(box.top, point.y)};
}

Window grown(const Window& box, double margin) {
  return {box.left - margin, box.right + margin, box.bottom - margin, box.top + margin};
}

Window with_aspect(const Window& box, double aspect) {
  const double width = std::max(box.width(), aspect * box.height());
  const double height = width / aspect;
  const double x = (box.left + box.right) / 2;
  const double y = (box.bottom + box.top) / 2;
  return {x - width / 2, x + width / 2, y - height / 2, y + height / 2};
}

/// The value that a share of `values` lies below.
double quantile(std::vector<double> values, double share) {
  const auto k = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + k, values.end());
  return values[static_cast<std::size_t>(k)];
}

/// Round numbers in [low, high]: the densest of three series that has at most kMostLevels of them.
std::vector<double> round_levels(double low, double high) {
  const std::vector<std::vector<double>> series = {{1, 2, 5}, {1, 3}, {1}};
  const int first = static_cast<int>(std::floor(std::log10(low)));
  const int last = static_cast<int>(std::ceil(std::log10(high)));
  std::vector<double> levels;
  for (const std::vector<double>& digits : series) {
    levels.clear();
    for (int k = first; k <= last; ++k) {
      for (const double digit : digits) {
        const double level = digit * std::pow(10.0, k);
        if (low <= level && level <= high) {
          levels.push_back(level);
        }
      }
    }
    if (levels.size() <= kMostLevels) {
      break;
    }
  }
  return levels;
}

}  // namespace

bool Window::contains(PlanePoint point) const {
  return left <= point.x && point.x <= right && bottom <= point.y && point.y <= top;
}

Window choose_window(PlanePoint start,
                     std::span<const PlanePoint> minima,
                     std::span<const Descent> descents,
                     double aspect) {
  Window box = around(start);
  for (const PlanePoint& minimum : minima) {
    box = with(box, minimum);
  }
  double reach = std::max(box.width(), box.height());
  if (minima.empty()) {
    reach = 2 * std::max({1.0, std::abs(start.x), std::abs(start.y)});
  }
  const Window limit = grown(box, reach);
  for (const Descent& descent : descents) {
    for (const DescentRow& row : descent.rows) {
      if (limit.contains(row.at)) {
        box = with(box, row.at);
      }
    }
  }
  double side = std::max(box.width(), box.height());
  if (side == 0) {  // it starts at a minimum and stays there
    side = std::max({1.0, std::abs(start.x), std::abs(start.y)});
    box = grown(box, side / 2);
  }
  return with_aspect(grown(box, kMargin * side), aspect);
}

PlanePoint LossGrid::point(int column, int row) const {
  return {window.left + window.width() * column / (columns - 1),
          window.bottom + window.height() * row / (rows - 1)};
}

LossGrid sample_loss(const PlaneFunction& function, const Window& window, int columns, int rows) {
  LossGrid grid{window, columns, rows, {}};
  grid.values.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const PlanePoint point = grid.point(column, row);
      grid.values.push_back(function.loss(point.x, point.y));
    }
  }
  return grid;
}

std::vector<double> contour_levels(const LossGrid& grid, std::optional<double> lowest) {
  std::vector<double> depths;
  for (const double value : grid.values) {
    const double depth = lowest ? value - *lowest : std::abs(value);
    if (depth > 0 && std::isfinite(depth)) {
      depths.push_back(depth);
    }
  }
  if (depths.empty()) {
    return {};
  }
  const double high = quantile(depths, 0.98);
  const double low = std::max(quantile(depths, 0.002), 1e-6 * high);
  std::vector<double> levels;
  for (const double depth : round_levels(low, high)) {
    levels.push_back(lowest.value_or(0) + depth);
  }
  if (!lowest) {
    const std::size_t count = levels.size();
    levels.push_back(0);
    for (std::size_t k = 0; k < count; ++k) {
      levels.push_back(-levels[k]);
    }
    std::ranges::sort(levels);
  }
  return levels;
}

std::vector<DescentRow> drawable_part(std::span<const DescentRow> points, const Window& window) {
  const PlanePoint centre = {(window.left + window.right) / 2, (window.bottom + window.top) / 2};
  std::vector<DescentRow> part;
  for (const DescentRow& row : points) {
    part.push_back(row);
    const double x = (row.at.x - centre.x) / window.width();
    const double y = (row.at.y - centre.y) / window.height();
    const double away = std::max(std::abs(x), std::abs(y));
    if (away > kFar) {
      part.back().at = {centre.x + x * (kFar / away) * window.width(),
                        centre.y + y * (kFar / away) * window.height()};
      break;
    }
  }
  return part;
}

}  // namespace anneal::report
