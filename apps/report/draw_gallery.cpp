#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

#include "apps/records/csv.h"
#include "apps/report/axis.h"
#include "apps/report/context.h"
#include "apps/report/draw.h"
#include "apps/report/gnuplot.h"
#include "apps/report/visible.h"
#include "apps/run/labels.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal::report {
namespace {

constexpr int kCellWidth = 330;
constexpr int kCellHeight = 230;
constexpr int kTitleHeight = 70;
constexpr std::size_t kTitleWidth = 25;
constexpr double kNoteHeight = 23;
constexpr std::size_t kNotePerColumn = 30;  // characters

std::string csv_of(const Gallery& gallery) {
  struct Line {
    std::size_t index;
    const Thumbnail* thumbnail;
    const CurvePoint* point;
  };
  const Columns<Line> columns = {{"curve", [](const Line& l) { return l.index; }},
                                 {"label", [](const Line& l) { return l.thumbnail->title; }},
                                 {"x", [](const Line& l) { return l.point->x; }},
                                 {"y", [](const Line& l) { return l.point->y; }}};
  std::string text = csv_header(columns);
  for (std::size_t k = 0; k < gallery.thumbnails.size(); ++k) {
    const Thumbnail& thumbnail = gallery.thumbnails[k];
    for (const CurvePoint& point : thumbnail.points) {
      text += csv_line(columns, Line{k, &thumbnail, &point});
    }
    text += "\n\n";
  }
  return text;
}

/// The axes of a cell: its own, or one pair for all.
struct Cell {
  double end = 1;
  double highest = 1;
};

Cell cell_of(const Gallery& gallery, std::size_t k) {
  Cell cell{0, 0};
  for (std::size_t i = 0; i < gallery.thumbnails.size(); ++i) {
    const Thumbnail& thumbnail = gallery.thumbnails[i];
    for (const CurvePoint& point : thumbnail.points) {
      if (i == k || gallery.shared) {
        cell.highest = std::max(cell.highest, point.y);
        cell.end = std::max(cell.end, point.x + thumbnail.hold);
      }
    }
  }
  // a curve that is 0 lies at the foot of an axis up to 1
  return {cell.end > 0 ? cell.end : 1,
          cell.highest > 1e-290 ? std::min(1.1 * cell.highest, 1e300) : 1};
}

std::string block_name(std::size_t k) {
  return fmt::format("curve{}", k);
}

std::string blocks_of(const Gallery& gallery) {
  std::string text;
  for (std::size_t k = 0; k < gallery.thumbnails.size(); ++k) {
    const Thumbnail& thumbnail = gallery.thumbnails[k];
    std::vector<std::vector<double>> rows;
    const Curve curve{.label = {}, .points = thumbnail.points, .hold = thumbnail.hold};
    for (const PlotPoint& point : line_of(curve)) {
      rows.push_back({point.x, point.y});
    }
    text += data_block(block_name(k), rows);
  }
  return text;
}

std::string plot_command(const Gallery& gallery, std::size_t k, int row) {
  std::string lines;
  for (std::size_t i = 0; gallery.shared && i < gallery.thumbnails.size(); ++i) {
    if (i != k) {
      lines +=
          fmt::format("${} using 1:2 with lines linewidth 1.5 linecolor rgb '#c4c4c4' notitle, ",
                      block_name(i));
    }
  }
  const std::size_t points = gallery.thumbnails[k].points.size();
  return fmt::format(
      "plot {0}${1} using 1:2 with lines linewidth 3.5 linecolor rgb '{2}' notitle{3}\n", lines,
      block_name(k), colour(row),
      points == 1
          ? fmt::format(", ${} every ::0::0 using 1:2 with points pointtype 7 pointsize 1.6 "
                        "linecolor rgb '{}' notitle",
                        block_name(k), colour(row))
          : "");
}

}  // namespace

void draw(const Gallery& gallery, const std::filesystem::path& folder, const std::string& stem) {
  replace_file((folder / (stem + ".csv")).string(), csv_of(gallery));
  const int count = static_cast<int>(gallery.thumbnails.size());
  const int columns = std::min(gallery.columns, std::max(count, 1));
  const int rows = (count + columns - 1) / columns;
  const std::vector<std::string> notes =
      note_lines(gallery.notes, static_cast<std::size_t>(columns) * kNotePerColumn);
  const double head = kTitleHeight + kNoteHeight * static_cast<double>(notes.size());
  const double width = columns * kCellWidth;
  const double height = rows * kCellHeight + head;

  std::string drawing = fmt::format(
      "unset label\nset multiplot\n"
      "set border 3 linewidth 1.2 linecolor rgb '#444444'\n"
      "unset xlabel\nunset ylabel\nunset key\n"
      "set ytics nomirror font ',13'\n"
      "set grid ytics linetype 1 linecolor rgb '#dddddd' linewidth 1\n"
      "set label {} at screen {:.5f}, screen {:.5f} left font ',24'\n",
      gnuplot_text(gallery.title), 20 / width, 1 - 34 / height);
  for (std::size_t i = 0; i < notes.size(); ++i) {
    drawing += fmt::format(
        "set label {} at screen {:.5f}, screen {:.5f} left font ',15' textcolor rgb '#444444'\n",
        gnuplot_text(notes[i]), 20 / width,
        1 - (70 + kNoteHeight * static_cast<double>(i)) / height);
  }
  for (int k = 0; k < count; ++k) {
    const Thumbnail& thumbnail = gallery.thumbnails[static_cast<std::size_t>(k)];
    const Cell cell = cell_of(gallery, static_cast<std::size_t>(k));
    const int row = k / columns;
    const double left = (k % columns) * kCellWidth + 55;
    const double top = height - head - row * kCellHeight - 58;
    drawing += fmt::format(
        "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n"
        "set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}\n"
        "set xrange [0:{:.17g}]\nset yrange [0:{:.17g}]\nset xtics 0, {:.9g} nomirror out scale "
        "0.4 font ',11' offset 0,0.5\nset ytics 0, {:.9g}\n",
        left / width, (left + kCellWidth - 80) / width, top / height,
        (top - kCellHeight + 82) / height, cell.end, cell.highest,
        linear_marks(0, cell.end, 4).at(1), linear_marks(0, cell.highest, 3).at(1));
    drawing += fmt::format("set label {} at graph 0, graph 1.0 left offset 0,{} font ',14'\n",
                           gnuplot_text(wrap(thumbnail.title, kTitleWidth)),
                           line_count(wrap(thumbnail.title, kTitleWidth)) > 1 ? 1.7 : 0.7);
    drawing += plot_command(gallery, static_cast<std::size_t>(k), gallery.shared ? k : row);
    drawing += "unset label\n";
  }
  drawing += "unset multiplot\n";
  run_script(folder, stem,
             blocks_of(gallery) +
                 for_each_device(stem, static_cast<int>(width), static_cast<int>(height), drawing));
}

}  // namespace anneal::report
