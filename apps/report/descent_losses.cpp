#include "apps/report/descent_losses.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "apps/report/axis.h"
#include "apps/report/descent_marks.h"
#include "apps/report/gnuplot.h"
#include "apps/report/visible.h"

namespace anneal::report {
namespace {

constexpr double kDecadesShown = 10;  // of losses, below that of the start
constexpr double kNoDepth = 1e-290;   // what gnuplot cannot tell from 0
constexpr int kUpwards = 9;           // gnuplot's filled triangle

/// The axis of depths, losses above the lowest value. If they are all 0 it is linear, with the
/// curve at its foot.
Axis loss_axis(const DescentFigure& figure) {
  double first = 0;  // of what is drawn, which a path may leave: hundred times the start at most
  double highest = 0, lowest = std::numeric_limits<double>::infinity();
  for (const DescentPanel& panel : figure.panels) {
    for (const DescentPath& path : panel.paths) {
      first = std::max(first, path.points.front().loss - *figure.lowest);
      for (const DescentRow& row : path.points) {
        const double depth = row.loss - *figure.lowest;
        highest = std::isfinite(depth) ? std::max(highest, depth) : highest;
        lowest = depth > 0 ? std::min(lowest, depth) : lowest;
      }
    }
  }
  if (!(highest > kNoDepth)) {
    return {.low = 0, .high = 1, .logarithmic = false, .marks = {0, 0.5, 1}};
  }
  highest = first > 0 ? std::min(highest, 100 * first) : highest;
  lowest = std::max(lowest, std::pow(10, -kDecadesShown) * (first > 0 ? first : highest));
  return {.low = std::min(lowest, highest) / 1.5,
          .high = highest * 1.5,
          .logarithmic = true,
          .marks = {}};
}

/// Powers of ten, not more than five of them.
std::string decade_marks(const Axis& axis, bool named) {
  const int first = static_cast<int>(std::ceil(std::log10(axis.low)));
  const int last = static_cast<int>(std::floor(std::log10(axis.high)));
  const int step = std::max(1, (last - first + 4) / 4);
  std::string marks;
  for (int k = last; k >= first; k -= step) {
    const std::string name =
        std::abs(k) < 3 ? fmt::format("{:g}", std::pow(10, k)) : fmt::format("1e{}", k);
    marks += fmt::format("{}'{}' 1e{}", marks.empty() ? "" : ", ", named ? name : "", k);
  }
  return "(" + marks + ")";
}

std::string linear_marks_text(const Axis& axis, bool named) {
  std::string marks;
  for (const double mark : axis.marks) {
    marks += fmt::format("{}'{}' {:g}", marks.empty() ? "" : ", ",
                         named ? fmt::format("{:g}", mark) : "", mark);
  }
  return "(" + marks + ")";
}

/// A path's losses as far as they lie within the axis.
VisibleLine visible_losses(const DescentFigure& figure, const DescentPath& path, const Axis& axis) {
  std::vector<PlotPoint> line;
  for (const DescentRow& row : path.points) {
    line.push_back({static_cast<double>(row.step), row.loss - *figure.lowest});
  }
  return visible_line(line, axis);
}

}  // namespace

std::string loss_commands(const DescentFigure& figure,
                          const DescentLayout& layout,
                          std::size_t k,
                          int index) {
  const DescentCell& cell = layout.cells[k];
  const Axis axis = loss_axis(figure);
  std::string commands = axes_in(layout, cell.losses);
  commands += fmt::format(
      "unset logscale y\nset xtics autofreq\nset xrange [0:{}]\nset yrange [{:.6g}:{:.6g}]\n{}"
      "set ytics {}\n"
      "set xlabel 'updates' offset 0,0.5\nset ylabel ''\n",
      std::max<std::int64_t>(1, figure.updates), axis.low, axis.high,
      axis.logarithmic ? "set logscale y\n" : "",
      axis.logarithmic ? decade_marks(axis, cell.names_y) : linear_marks_text(axis, cell.names_y));
  if (cell.names_y) {
    commands += fmt::format(
        "set label {} at {} center rotate by 90\n",
        gnuplot_text(std::string(*figure.lowest == 0 ? "loss" : "above lowest") +
                     (axis.logarithmic ? " (log)" : "")),
        at_screen(layout, cell.losses.left - 80, cell.losses.top + cell.losses.height / 2));
  }
  std::string plot;
  for (const DescentPath& path : figure.panels[k].paths) {
    const std::vector<PlotPoint> exits = visible_losses(figure, path, axis).exits;
    if (!exits.empty()) {
      commands +=
          mark_at(place_of({exits.front().x, exits.front().y}), kUpwards, 1.6, colour(path.style));
    }
    plot +=
        fmt::format("{}  $losses{} using 1:2 with lines linewidth 3.5 linecolor rgb '{}' notitle",
                    plot.empty() ? "" : ", \\\n", index++, colour(path.style));
  }
  return commands + "plot \\\n" + plot + "\n";
}

std::string losses_block(const DescentFigure& figure, const DescentPath& path, int index) {
  std::vector<std::vector<double>> rows;
  for (const auto& piece : visible_losses(figure, path, loss_axis(figure)).pieces) {
    for (const PlotPoint& point : piece) {
      rows.push_back({point.x, point.y});
    }
    rows.emplace_back();
  }
  return data_block(fmt::format("losses{}", index), rows);
}

std::string above_text(const DescentFigure& figure) {
  if (!figure.lowest) {
    return "";
  }
  const Axis axis = loss_axis(figure);
  for (const DescentPanel& panel : figure.panels) {
    for (const DescentPath& path : panel.paths) {
      if (!visible_losses(figure, path, axis).exits.empty()) {
        return fmt::format("; \u25b2 loss above {:.2g}: not drawn", axis.high);
      }
    }
  }
  return "";
}

}  // namespace anneal::report
