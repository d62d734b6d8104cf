#include "apps/report/curve_marks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "apps/report/gnuplot.h"
#include "apps/report/visible.h"
#include "apps/run/labels.h"

namespace anneal::report {
namespace {

constexpr double kLineHeight = 26;  // pixels of a line of label text

std::string point_label(PlotPoint at, int type, const std::string& rgb) {
  return fmt::format(
      "set label '' at first {:.17g}, first {:.17g} front point pointtype {} pointsize 1.6 "
      "linewidth 3 linecolor rgb '{}'\n",
      at.x, at.y, type, rgb);
}

std::string level_commands(const Place& place) {
  std::string commands;
  for (const Level& level : place.panel.levels) {
    const double height = place.y.share(level.y);
    if (0 < height && height < 1) {
      commands += fmt::format(
          "set arrow from graph 0, graph {0:.5f} to graph 1, graph {0:.5f} nohead back linewidth "
          "1.5 "
          "dashtype (4,6) linecolor rgb '#888888'\n"
          "set label {1} at graph 0.995, graph {2:.5f} right font ',14' textcolor rgb '#777777'\n",
          height, gnuplot_text(level.label), height + 12 / place.height);
    }
  }
  return commands;
}

}  // namespace

double XAxis::position(double x) const {
  const double share =
      logarithmic ? std::log(x / begin) / std::log(end / begin) : (x - begin) / (end - begin);
  return std::clamp(share, 0.0, 1.0);
}

std::string Place::name(std::size_t k) const {
  return fmt::format("curve{}", first + static_cast<int>(k));
}

std::string label_commands(const Place& place) {
  std::vector<double> wanted, heights;
  std::vector<std::string> texts;
  std::vector<const Curve*> curves;
  for (const Curve& curve : place.panel.curves) {
    if (place.panel.labelled && curve.labelled && !curve.points.empty()) {
      const bool above = curve.points.back().y > place.y.high;
      curves.push_back(&curve);
      texts.push_back(wrap((above ? "\u2191 " : "") + curve.label, kLabelWidth));
      wanted.push_back(place.y.position(curve.points.back().y));
      heights.push_back(kLineHeight * static_cast<double>(line_count(texts.back())) / place.height);
    }
  }
  const std::vector<double> positions = spread_labels(wanted, heights);
  std::string commands;
  for (std::size_t k = 0; k < curves.size(); ++k) {
    const int style = curves[k]->style;
    const double lines_above = (static_cast<double>(line_count(texts[k])) - 1) / 2;
    commands +=
        fmt::format("set label {} at graph 1.035, graph {:.5f} left front textcolor rgb '{}'\n",
                    gnuplot_text(texts[k]), positions[k] + lines_above * kLineHeight / place.height,
                    text_colour(style));
    if (curves[k]->points.back().y <= place.y.high) {
      commands += fmt::format(
          "set arrow from graph {:.5f}, graph {:.5f} to graph 1.028, graph {:.5f} nohead "
          "linewidth 1.5 linecolor rgb '{}'\n",
          place.x.position(curves[k]->points.back().x + curves[k]->hold), wanted[k], positions[k],
          colour(style));
    }
  }
  return commands;
}

std::string mark_commands(const Place& place) {
  constexpr int kDot = 7, kCross = 2, kUp = 9;  // gnuplot's point types
  std::string commands;
  for (const Curve& curve : place.panel.curves) {
    const std::string rgb = curve.look == Look::kBehind ? kBehindRgb : colour(curve.style);
    const VisibleLine line = visible_line(line_of(curve), place.y, place.x.logarithmic);
    double last = -1;
    for (const PlotPoint& exit : line.exits) {
      const double x = place.x.position(exit.x);
      if (x - last > 0.03 || last < 0) {
        commands += point_label(exit, kUp, rgb);
        last = x;
      }
    }
    for (const std::vector<PlotPoint>& piece : line.pieces) {
      if (piece.size() == 1 || curve.points.size() == 1) {
        commands += point_label(piece.front(), kDot, rgb);
      }
    }
    if (curve.crossed && !line.pieces.empty() && curve.points.back().y <= place.y.high) {
      commands += point_label(line.pieces.back().back(), kCross, rgb);
    }
  }
  return commands + level_commands(place);
}

}  // namespace anneal::report
