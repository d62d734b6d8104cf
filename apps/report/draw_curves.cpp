#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include "apps/records/csv.h"
#include "apps/report/axis.h"
#include "apps/report/context.h"
#include "apps/report/curve_marks.h"
#include "apps/report/draw.h"
#include "apps/report/gnuplot.h"
#include "apps/report/visible.h"
#include "apps/run/labels.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal::report {
namespace {

// Pixels.
constexpr double kWidth = 1280;
constexpr double kHeight = 800;
constexpr double kPanelHeight = 150;    // of the third panel and each further one
constexpr double kCharacterWidth = 12;  // a little generous
constexpr double kTop = 88;             // where the panels begin under a single line of notes
constexpr double kNoteHeight = 23;
constexpr std::size_t kNote = 105;  // characters of it

/// Where the panels stand, as shares of the figure.
struct Layout {
  double height = kHeight;  // pixels
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
      text += "\n\n";
      ++index;
    }
  }
  return text;
}

/// To the end of the last update, or the whole number just above it.
XAxis x_axis_of(const Figure& figure) {
  double largest = 0;
  for (const Panel& panel : figure.panels) {
    for (const Curve& curve : panel.curves) {
      if (!curve.points.empty()) {
        largest = std::max(largest, curve.points.back().x + curve.hold);
      }
    }
  }
  const double whole = std::ceil(largest);
  XAxis axis{figure.logarithmic_x ? 1.0 : 0.0, whole - largest < 0.01 * whole ? whole : largest,
             figure.logarithmic_x};
  if (!(axis.end > axis.begin)) {
    axis.end = axis.begin + 1;
  }
  return axis;
}

double label_room(const Figure& figure) {
  std::size_t width = 0;
  for (const Panel& panel : figure.panels) {
    for (const Curve& curve : panel.curves) {
      if (panel.labelled && curve.labelled) {
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

bool has_band(const Curve& curve) {
  return curve.look == Look::kFull &&
         std::ranges::any_of(curve.points, [](const CurvePoint& p) { return p.low < p.high; });
}

/// The numbers of the panel's lines and bands as far as they lie within the axis.
std::string blocks_of(const Place& place) {
  std::string text;
  for (std::size_t k = 0; k < place.panel.curves.size(); ++k) {
    const Curve& curve = place.panel.curves[k];
    std::vector<std::vector<double>> rows;
    for (const auto& piece : visible_line(line_of(curve), place.y, place.x.logarithmic).pieces) {
      for (const PlotPoint& point : piece) {
        rows.push_back({point.x, point.y});
      }
      rows.emplace_back();
    }
    text += data_block(place.name(k), rows);
    if (has_band(curve)) {
      rows.clear();
      for (const CurvePoint& point : curve.points) {
        rows.push_back({point.x, std::clamp(point.low, place.y.low, place.y.high),
                        std::clamp(point.high, place.y.low, place.y.high)});
      }
      text += data_block("band_" + place.name(k), rows);
    }
  }
  return text;
}

std::string plot_command(const Place& place) {
  std::string bands, lines;
  for (std::size_t k = 0; k < place.panel.curves.size(); ++k) {
    const Curve& curve = place.panel.curves[k];
    if (curve.points.empty()) {
      continue;
    }
    if (has_band(curve)) {
      bands += fmt::format(
          "  $band_{} using 1:2:3 with filledcurves fillcolor rgb '{}' fillstyle transparent solid "
          "0.18 noborder notitle, \\\n",
          place.name(k), colour(curve.style));
    }
    const bool behind = curve.look == Look::kBehind;
    lines += fmt::format(
        "  ${} using 1:2 with lines linewidth {} linecolor rgb '{}' dashtype {} notitle, \\\n",
        place.name(k),
        behind                      ? 2.0
        : curve.look == Look::kThin ? 1.8
                                    : 3.5,
        behind ? kBehindRgb : colour(curve.style), behind ? "solid" : dashes(curve.style));
  }
  const std::string commands = bands + lines;
  return commands.empty() ? "plot NaN notitle\n"
                          : "plot \\\n" + commands.substr(0, commands.size() - 4) + "\n";
}

/// One panel between `upper` and `lower`, shares of the figure. A scale comes after its range: the
/// range before, from 0 on, has no logarithm.
std::string panel_commands(const Place& place, double upper, double lower) {
  const Axis& axis = place.y;
  return fmt::format(
             "set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}\n"
             "unset logscale y\nset yrange [{:.17g}:{:.17g}]\n{}set ytics nomirror {}\n"
             "set label {} at screen 0.022, screen {:.5f} center rotate by 90\n",
             upper, lower, axis.low, axis.high, axis.logarithmic ? "set logscale y\n" : "",
             marks_text(axis.marks),
             gnuplot_text(place.panel.y_label + (axis.logarithmic ? " (log)" : "")),
             (upper + lower) / 2) +
         label_commands(place) + mark_commands(place) + plot_command(place) +
         "unset label\nunset arrow\n";
}

/// Marks on every panel, numbers and a name under the last.
std::string x_commands(const Figure& figure, const XAxis& axis, bool named) {
  const std::vector<double> marks = axis.logarithmic ? logarithmic_marks(axis.begin, axis.end)
                                                     : linear_marks(axis.begin, axis.end);
  std::string text;
  for (const double mark : marks) {
    text += fmt::format("{}'{}' {:.17g}", text.empty() ? "" : ", ",
                        named ? fmt::format("{:.12g}", mark) : "", mark);
  }
  return fmt::format(
      "unset logscale x\nset xrange [{:.17g}:{:.17g}]\n{}set xtics nomirror ({})\n"
      "set xlabel {} offset 0,0.3\n",
      axis.begin, axis.end, axis.logarithmic ? "set logscale x\n" : "", text,
      gnuplot_text(named ? figure.x_label : ""));
}

/// "above 23: not drawn", for each panel that a curve leaves.
std::vector<std::string> notes_of(const Figure& figure, const std::vector<Place>& places) {
  std::vector<std::string> notes = figure.notes;
  for (const Place& place : places) {
    const bool leaves = std::ranges::any_of(place.panel.curves, [&](const Curve& curve) {
      return std::ranges::any_of(curve.points,
                                 [&](const CurvePoint& p) { return p.y > place.y.high; });
    });
    if (leaves) {
      notes.push_back(
          fmt::format("\u25b2 {} above {:.3g}: not drawn", place.panel.y_label, place.y.high));
    }
  }
  return note_lines(notes, kNote);
}

std::string heading(const Figure& figure, const std::vector<std::string>& notes, const Layout& l) {
  std::string text =
      fmt::format("set label {} at screen {:.5f}, screen {:.5f} left font ',24'\n",
                  gnuplot_text(shortened(figure.title, kLongestTitle)), l.left, 1 - 28 / l.height);
  for (std::size_t k = 0; k < notes.size(); ++k) {
    text += fmt::format(
        "set label {} at screen {:.5f}, screen {:.5f} left font ',15' textcolor rgb '#444444'\n",
        gnuplot_text(notes[k]), l.left, 1 - (62 + kNoteHeight * static_cast<double>(k)) / l.height);
  }
  return text;
}

}  // namespace

void draw(const Figure& figure, const std::filesystem::path& folder, const std::string& stem) {
  replace_file((folder / (stem + ".csv")).string(), csv_of(figure));
  const auto panels = static_cast<double>(figure.panels.size());
  std::vector<Place> places;
  double total = 0;
  int curves = 0;
  for (const Panel& panel : figure.panels) {
    total += panel.height;
    places.push_back({.panel = panel,
                      .y = choose_axis(panel.curves, panel.top, panel.scale),
                      .x = x_axis_of(figure),
                      .first = curves});
    curves += static_cast<int>(panel.curves.size());
  }
  const std::vector<std::string> notes = notes_of(figure, places);
  const double head = kTop + kNoteHeight * (std::max(1.0, static_cast<double>(notes.size())) - 1);

  Layout layout;
  layout.height = kHeight + head - kTop + kPanelHeight * std::max(0.0, panels - 2);
  layout.right = std::max(0.5, 0.985 - label_room(figure));
  layout.top = 1 - head / layout.height;
  std::string blocks;
  std::string drawing = heading(figure, notes, layout);
  double upper = layout.top;
  for (Place& place : places) {
    const double share =
        (layout.top - layout.bottom - layout.gap * (panels - 1)) * place.panel.height / total;
    place.height = share * layout.height;
    blocks += blocks_of(place);
    drawing += x_commands(figure, place.x, &place == &places.back());
    drawing += panel_commands(place, upper, upper - share);
    upper -= share + layout.gap;
  }
  drawing = fmt::format(
                "unset label\nunset arrow\nset multiplot\n"
                "set border 3 linewidth 1.5 linecolor rgb '#444444'\n"
                "set grid ytics linetype 1 linecolor rgb '#dddddd' linewidth 1\n"
                "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n",
                layout.left, layout.right) +
            drawing + "unset multiplot\n";
  run_script(folder, stem,
             blocks + for_each_device(stem, static_cast<int>(kWidth),
                                      static_cast<int>(layout.height), drawing));
}

}  // namespace anneal::report
