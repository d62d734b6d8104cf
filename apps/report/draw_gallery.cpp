#include <algorithm>
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

constexpr int kCellWidth = 330;
constexpr int kCellHeight = 230;
constexpr int kTitleHeight = 70;
constexpr std::size_t kTitleWidth = 25;

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
    text += "\n\n";  // what separates curves for gnuplot
  }
  return text;
}

}  // namespace

void draw(const Gallery& gallery, const std::filesystem::path& folder, const std::string& stem) {
  replace_file((folder / (stem + ".csv")).string(), csv_of(gallery));
  const int count = static_cast<int>(gallery.thumbnails.size());
  const int columns = std::min(gallery.columns, std::max(count, 1));
  const int rows = (count + columns - 1) / columns;
  const double width = columns * kCellWidth;
  const double height = rows * kCellHeight + kTitleHeight;

  std::string drawing =
      "set multiplot\n"
      "set border 3 linewidth 1.2 linecolor rgb '#444444'\n"
      "unset xlabel\nunset ylabel\nunset xtics\nunset key\n"
      "set ytics nomirror font ',13'\n"
      "set grid ytics linetype 1 linecolor rgb '#dddddd' linewidth 1\n";
  for (int k = 0; k < count; ++k) {
    const Thumbnail& thumbnail = gallery.thumbnails[static_cast<std::size_t>(k)];
    double highest = 0;
    double end = 0;
    for (const CurvePoint& point : thumbnail.points) {
      highest = std::max(highest, point.y);
      end = std::max(end, point.x);
    }
    highest = highest > 0 ? 1.1 * highest : 1;
    const int row = k / columns;
    const double left = (k % columns) * kCellWidth + 55;
    const double top = height - kTitleHeight - row * kCellHeight - 58;
    drawing += fmt::format(
        "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n"
        "set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}\n"
        "set xrange [0:{:.17g}]\nset yrange [0:{:.17g}]\nset ytics 0, {:.9g}\n",
        left / width, (left + kCellWidth - 80) / width, top / height,
        (top - kCellHeight + 82) / height, end > 0 ? end : 1.0, highest,
        linear_marks(0, highest, 3).at(1));
    drawing +=
        fmt::format("unset label\nset label {} at graph 0, graph 1.0 left offset 0,{} font ',14'\n",
                    gnuplot_text(wrap(thumbnail.title, kTitleWidth)),
                    line_count(wrap(thumbnail.title, kTitleWidth)) > 1 ? 1.7 : 0.7);
    if (k == 0) {
      drawing += fmt::format("set label {} at screen {:.5f}, screen {:.5f} left font ',24'\n",
                             gnuplot_text(gallery.title), 20 / width, 1 - 34 / height);
    }
    drawing += fmt::format(
        "plot '{}.csv' index {} using 3:4 with lines linewidth 3.5 linecolor rgb '{}' notitle\n",
        stem, k, colour(row));
  }
  drawing += "unset multiplot\n";
  run_script(folder, stem,
             for_each_device(stem, static_cast<int>(width), static_cast<int>(height), drawing));
}

}  // namespace anneal::report
