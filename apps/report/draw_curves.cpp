#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include "apps/records/csv.h"
#include "apps/report/axis.h"
#include "apps/report/draw.h"
#include "apps/report/gnuplot.h"
#include "apps/run/labels.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal::report {
namespace {

constexpr std::size_t kTitle = 60;  // characters that fit
constexpr std::size_t kNote = 105;

constexpr int kWidth = 1280;
constexpr int kHeight = 800;
constexpr double kLineHeight = 26;      // pixels of a line of label text
constexpr double kCharacterWidth = 12;  // pixels, a little generous
constexpr std::size_t kLabelWidth = 24;

/// Where the panels stand, as shares of the figure.
struct Layout {
  double left = 0.105;
  double right = 0.96;
  double top = 0.9;
  double bottom = 0.1;
  double gap = 0.03;
};

std::string csv_of(const Figure& figure) {
  struct Line {
    const Panel* panel;
    int index;
    const Curve* curve;
    const CurvePoint* point;
  };
  const Columns<Line> columns = {{"panel", [](const Line& l) { return l.panel->y_label; }},
                                 {"curve", [](const Line& l) { return l.index; }},
                                 {"label", [](const Line& l) { return l.curve->label; }},
                                 {"x", [](const Line& l) { return l.point->x; }},
                                 {"y", [](const Line& l) { return l.point->y; }},
                                 {"low", [](const Line& l) { return l.point->low; }},
                                 {"high", [](const Line& l) { return l.point->high; }},
                                 {"seeds", [](const Line& l) { return l.point->seeds; }}};
  std::string text = csv_header(columns);
  int index = 0;
  for (const Panel& panel : figure.panels) {
    for (const Curve& curve : panel.curves) {
      for (const CurvePoint& point : curve.points) {
        text += csv_line(columns, Line{&panel, index, &curve, &point});
      }
      text += "\n\n";  // what separates curves for gnuplot
      ++index;
    }
  }
  return text;
}

/// The end of the x axis: the largest x, or the whole number just above it.
double end_of_x(const Figure& figure) {
  double largest = 0;
  for (const Panel& panel : figure.panels) {
    for (const Curve& curve : panel.curves) {
      for (const CurvePoint& point : curve.points) {
        largest = std::max(largest, point.x);
      }
    }
  }
  const double whole = std::ceil(largest);
  return largest <= 0 ? 1 : whole - largest < 0.01 * whole ? whole : largest;
}

double label_room(const Figure& figure) {
  std::size_t width = 0;
  for (const Panel& panel : figure.panels) {
    for (const Curve& curve : panel.curves) {
      if (panel.labelled) {
        width = std::max(width, line_width(wrap(curve.label, kLabelWidth)));
      }
    }
  }
  return width == 0 ? 0 : (static_cast<double>(width) * kCharacterWidth + 50) / kWidth;
}

std::string marks_text(const std::vector<double>& marks) {
  std::string text;
  for (const double mark : marks) {
    text += fmt::format("{}'{:.6g}' {:.17g}", text.empty() ? "" : ", ", mark, mark);
  }
  return "(" + text + ")";
}

/// Labels beside the right border, each joined to the end of its line by a thin leader.
std::string label_commands(const Panel& panel, const Axis& axis, double share, double x_end) {
  std::vector<double> wanted;
  std::vector<double> heights;
  std::vector<std::string> texts;
  std::vector<const Curve*> curves;
  for (const Curve& curve : panel.curves) {
    if (!curve.points.empty()) {
      curves.push_back(&curve);
      texts.push_back(wrap(curve.label, kLabelWidth));
      wanted.push_back(axis.position(curve.points.back().y));
      heights.push_back(kLineHeight * static_cast<double>(line_count(texts.back())) /
                        (share * kHeight));
    }
  }
  const std::vector<double> positions = spread_labels(wanted, heights);
  std::string commands = "unset label\nunset arrow\n";
  for (std::size_t k = 0; k < curves.size(); ++k) {
    const int style = curves[k]->style;
    const double lines_above = (static_cast<double>(line_count(texts[k])) - 1) / 2;
    commands += fmt::format(
        "set label {} at graph 1.035, graph {:.5f} left front textcolor rgb '{}'\n",
        gnuplot_text(texts[k]), positions[k] + lines_above * kLineHeight / (share * kHeight),
        text_colour(style));
    commands += fmt::format(
        "set arrow from graph {:.5f}, graph {:.5f} to graph 1.028, graph {:.5f} nohead "
        "linewidth 1.5 linecolor rgb '{}'\n",
        std::min(1.0, curves[k]->points.back().x / x_end), wanted[k], positions[k], colour(style));
  }
  return commands;
}

/// What leaves the axes is cut at their border here: gnuplot fills such areas wrongly, and gives up
/// on lines to values as large as those of a run that diverges.
std::string plot_command(const Panel& panel,
                         const std::string& stem,
                         int first_index,
                         const Axis& axis) {
  std::string bands;
  std::string lines;
  int index = first_index;
  for (const Curve& curve : panel.curves) {
    const bool band = std::ranges::any_of(
        curve.points, [](const CurvePoint& point) { return point.low < point.high; });
    if (band) {
      bands += fmt::format(
          "  '{0}.csv' index {1} using 4:($5>{3:.9g}?{3:.9g}:$6>{2:.9g}?$6:{2:.9g})"
          ":($7<{3:.9g}?$7:{3:.9g}) with filledcurves fillcolor rgb '{4}' "
          "fillstyle transparent solid 0.18 noborder notitle, \\\n",
          stem, index, axis.low, axis.high, colour(curve.style));
    }
    lines += fmt::format(
        "  '{0}.csv' index {1} using 4:($5<{2:.9g}?$5:{2:.9g}) with lines linewidth 3.5 "
        "linecolor rgb '{3}' dashtype {4} notitle, \\\n",
        stem, index, axis.high, colour(curve.style), dashes(curve.style));
    ++index;
  }
  std::string commands = bands + lines;
  return commands.empty() ? "plot NaN notitle\n"
                          : "plot \\\n" + commands.substr(0, commands.size() - 4) + "\n";
}

std::string panel_commands(const Figure& figure, const std::string& stem, const Layout& layout) {
  double total = 0;
  for (const Panel& panel : figure.panels) {
    total += panel.height;
  }
  const double gaps = layout.gap * static_cast<double>(figure.panels.size() - 1);
  const double x_end = end_of_x(figure);
  double upper = layout.top;
  int index = 0;
  std::string commands;
  for (std::size_t k = 0; k < figure.panels.size(); ++k) {
    const Panel& panel = figure.panels[k];
    const bool last = k + 1 == figure.panels.size();
    const double share = (layout.top - layout.bottom - gaps) * panel.height / total;
    const Axis axis = choose_axis(panel.curves, panel.top, panel.linear);
    commands += fmt::format("set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}\n", upper,
                            upper - share);
    commands += axis.logarithmic ? "set logscale y\n" : "unset logscale y\n";
    commands += fmt::format("set yrange [{:.17g}:{:.17g}]\nset ytics nomirror {}\n", axis.low,
                            axis.high, marks_text(axis.marks));
    commands += last ? fmt::format("set format x '%g'\nset xlabel {} offset 0,0.3\n",
                                   gnuplot_text(figure.x_label))
                     : "set format x ''\nunset xlabel\n";
    commands +=
        panel.labelled ? label_commands(panel, axis, share, x_end) : "unset label\nunset arrow\n";
    commands += fmt::format("set label {} at screen 0.022, screen {:.5f} center rotate by 90\n",
                            gnuplot_text(panel.y_label + (axis.logarithmic ? " (log)" : "")),
                            upper - share / 2);
    if (k == 0) {
      commands += fmt::format(
          "set label {} at screen {:.5f}, screen 0.965 left font ',24'\n"
          "set label {} at screen {:.5f}, screen 0.922 left font ',15' textcolor rgb '#444444'\n",
          gnuplot_text(shortened(figure.title, kTitle)), layout.left,
          gnuplot_text(shortened(figure.note, kNote)), layout.left);
    }
    commands += plot_command(panel, stem, index, axis);
    index += static_cast<int>(panel.curves.size());
    upper -= share + layout.gap;
  }
  return commands;
}

}  // namespace

void draw(const Figure& figure, const std::filesystem::path& folder, const std::string& stem) {
  replace_file((folder / (stem + ".csv")).string(), csv_of(figure));
  Layout layout;
  layout.right = std::max(0.5, 0.985 - label_room(figure));
  const std::string drawing =
      "set multiplot\n"
      "set border 3 linewidth 1.5 linecolor rgb '#444444'\n"
      "set grid ytics linetype 1 linecolor rgb '#dddddd' linewidth 1\n"
      "set xtics nomirror\n" +
      fmt::format("set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n", layout.left,
                  layout.right) +
      fmt::format("set xrange [0:{:.17g}]\n", end_of_x(figure)) +
      panel_commands(figure, stem, layout) + "unset multiplot\n";
  run_script(folder, stem, for_each_device(stem, kWidth, kHeight, drawing));
}

}  // namespace anneal::report
