#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include "apps/records/csv.h"
#include "apps/report/axis.h"
#include "apps/report/descent_figure.h"
#include "apps/report/descent_layout.h"
#include "apps/report/descent_losses.h"
#include "apps/report/descent_marks.h"
#include "apps/report/gnuplot.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal::report {
namespace {

/// The grid of the map in blocks of a row each, which gnuplot reads from here, then each path:
/// parts are separated by two empty lines.
std::string csv_of(const DescentFigure& figure) {
  struct Line {
    std::string part, label;
    std::optional<std::int64_t> step;
    PlanePoint at;
    double loss;
  };
  const Columns<Line> columns = {{"part", [](const Line& l) { return l.part; }},
                                 {"label", [](const Line& l) { return l.label; }},
                                 {"step", [](const Line& l) { return l.step; }},
                                 {"x", [](const Line& l) { return l.at.x; }},
                                 {"y", [](const Line& l) { return l.at.y; }},
                                 {"loss", [](const Line& l) { return l.loss; }}};
  std::string text = csv_header(columns);
  const LossGrid& grid = figure.grid;
  std::size_t k = 0;
  for (int row = 0; row < grid.rows; ++row) {
    for (int column = 0; column < grid.columns; ++column) {
      text += csv_line(columns, Line{"grid", "", {}, grid.point(column, row), grid.values[k++]});
    }
    text += '\n';
  }
  text += '\n';
  for (const DescentPanel& panel : figure.panels) {
    for (const DescentPath& path : panel.paths) {
      for (const DescentRow& row : path.points) {
        text += csv_line(columns, Line{panel.title, path.label, row.step, row.at, row.loss});
      }
      text += "\n\n";
    }
  }
  return text;
}

/// The depth of a loss as a gnuplot expression of column 6.
std::string depth_column(const DescentFigure& figure) {
  return fmt::format("($6-({:.17g}))", figure.lowest.value_or(0));
}

std::string window_ranges(const Window& window) {
  return fmt::format(
      "unset logscale y\nset xrange [{:.17g}:{:.17g}]\nset yrange [{:.17g}:{:.17g}]\n", window.left,
      window.right, window.bottom, window.top);
}

/// The map's contours as a table (which is written in the format of the axes). They are drawn of
/// roots, which a grid follows better: a valley is nearly quadratic.
std::string contour_commands(const DescentFigure& figure, const std::string& stem) {
  std::string levels;
  for (const double level : figure.levels) {
    const double depth = level - figure.lowest.value_or(0);
    levels += fmt::format("{}{:.12g}", levels.empty() ? "" : ", ",
                          std::copysign(std::sqrt(std::abs(depth)), depth));
  }
  return window_ranges(figure.grid.window) +
         fmt::format(
             "set format x '%.8g'\nset format y '%.8g'\nset contour base\nunset surface\nset "
             "cntrparam levels discrete {}\n"
             "set table $contours\nsplot '{}.csv' index 0 using 4:5:(sgn{}*sqrt(abs{}))\nunset "
             "table\n"
             "unset contour\nset surface\n",
             levels, stem, depth_column(figure), depth_column(figure));
}

/// Shades and contours: the deeper the lighter.
std::string ground_plot(const DescentFigure& figure, const std::string& stem) {
  const std::string depth = depth_column(figure);
  const std::string shade = figure.lowest ? fmt::format("({0}>1e-99?log10{0}:-99)", depth)
                                          : fmt::format("(sgn{0}*sqrt(abs{0}))", depth);
  return fmt::format(
      "  '{}.csv' index 0 using 4:5:{} with image notitle, \\\n"
      // the table is not a CSV: each of its lines is one column
      "  $contours using (real(word(strcol(1),1))):(real(word(strcol(1),2))) with lines "
      "linewidth 1.2 linecolor rgb '#8e9ba6' notitle",
      stem, shade);
}

std::string shade_range(const DescentFigure& figure) {
  const double lowest = figure.lowest.value_or(0);
  const double from = figure.levels.front() - lowest;
  const double to = figure.levels.back() - lowest;
  return figure.lowest
             ? fmt::format("[{:.6g}:{:.6g}]", std::log10(from) - 0.3, std::log10(to) + 0.3)
             : fmt::format("[{:.6g}:{:.6g}]", -std::sqrt(-from), std::sqrt(to));
}

/// From one round number of an axis to the next.
double mark_step(double low, double high) {
  const std::vector<double> marks = linear_marks(low, high);
  return marks[1] - marks[0];
}

/// The largest size of the font, up to 19, in which `title` fits above the map.
int title_size(const std::string& title, const Box& map) {
  constexpr double kWidthOfCharacter = 0.8;  // pixels per point of size
  const double fits = map.width / (kWidthOfCharacter * static_cast<double>(title.size() + 1));
  return static_cast<int>(std::clamp(fits, 10.0, 19.0));
}

std::string map_commands(const DescentFigure& figure,
                         const DescentLayout& layout,
                         std::size_t k,
                         int index,
                         const std::string& stem) {
  const DescentPanel& panel = figure.panels[k];
  const DescentCell& cell = layout.cells[k];
  const Window& window = figure.grid.window;
  std::string commands = axes_in(layout, cell.map) + (k == 0 ? frame_commands(figure, layout) : "");
  commands += window_ranges(window);
  commands += fmt::format(
      "set xtics {:g}\nset ytics {:g}\nset format x '%g'\nset format y '{}'\n"
      "set xlabel 'x' offset 0,0.5\nset ylabel {} offset 0.6,0\n"
      "set label {} at graph 0, graph 1 left offset 0,0.8 font ',{}'\n",
      mark_step(window.left, window.right), mark_step(window.bottom, window.top),
      cell.names_y ? "%g" : "", cell.names_y ? "'y'" : "''", gnuplot_text(panel.title),
      title_size(panel.title, cell.map));

  std::string plot;
  if (!figure.levels.empty()) {
    commands += "set cbrange " + shade_range(figure) + "\n";
    plot = ground_plot(figure, stem);
  }
  int remarks = 0;
  for (const DescentPath& path : panel.paths) {
    const std::string data = fmt::format("  $path{}", index++);
    plot += fmt::format(
        "{0}{1} using 2:3 with lines linewidth 6.5 linecolor rgb '{2}' notitle, \\\n"
        "{1} using 2:3 with lines linewidth 3.5 linecolor rgb '{3}' notitle, \\\n"
        "{1} using 2:(int($1)%{4}==0?$3:NaN) with points pointtype 7 pointsize 0.85 "
        "linecolor rgb '{3}' notitle",
        plot.empty() ? "" : ", \\\n", data, kHalo, colour(path.style), figure.dot_every);
    if (window.contains(path.points.back().at)) {
      commands +=
          mark_at(place_of(path.points.back().at), marker(path.style), 2.4, colour(path.style));
    }
    if (!path.remark.empty()) {
      commands += fmt::format(
          "set label {} at graph 0.02, graph {:.4f} left front boxed textcolor rgb '{}'\n",
          gnuplot_text(path.label + ": " + path.remark), 0.05 + 36 * remarks++ / cell.map.height,
          text_colour(path.style));
    }
  }
  for (const PlanePoint& minimum : figure.minima) {  // on top of the paths that end there
    commands += minimum_mark(place_of(minimum));
  }
  commands += start_mark(place_of(figure.start));
  return commands + "plot \\\n" + plot + "\n";
}

/// The paths and their losses, numbered through all panels from 1 on.
std::string blocks_of(const DescentFigure& figure) {
  std::string text;
  int index = 1;
  for (const DescentPanel& panel : figure.panels) {
    for (const DescentPath& path : panel.paths) {
      std::vector<std::vector<double>> rows;
      for (const DescentRow& row : path.points) {
        rows.push_back({static_cast<double>(row.step), row.at.x, row.at.y});
      }
      text += data_block(fmt::format("path{}", index), rows);
      if (figure.lowest) {
        text += losses_block(figure, path, index);
      }
      ++index;
    }
  }
  return text;
}

}  // namespace

void draw(const DescentFigure& given,
          const std::filesystem::path& folder,
          const std::string& stem) {
  DescentFigure figure = given;
  figure.note += above_text(given);
  replace_file((folder / (stem + ".csv")).string(), csv_of(figure));
  const DescentLayout layout = lay_out(figure);
  std::string drawing =
      "set border 15 linewidth 1.5 linecolor rgb '#444444'\nunset key\nunset colorbox\n"
      "set clip two\nset palette defined (0 '#ffffff', 1 '#c3ced8')\n"
      "set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.3\n"
      "set xtics nomirror out scale 0.6\nset ytics nomirror out scale 0.6\n";
  drawing += figure.levels.empty() ? "" : contour_commands(figure, stem);
  drawing += "set multiplot\n";
  int index = 1;  // of the data of a panel's first path
  for (std::size_t k = 0; k < figure.panels.size(); ++k) {
    drawing += map_commands(figure, layout, k, index, stem);
    drawing += figure.lowest ? loss_commands(figure, layout, k, index) : "";
    index += static_cast<int>(figure.panels[k].paths.size());
  }
  drawing += "unset multiplot\n";
  run_script(folder, stem,
             blocks_of(figure) + for_each_device(stem, static_cast<int>(layout.width),
                                                 static_cast<int>(layout.height), drawing));
}

}  // namespace anneal::report
