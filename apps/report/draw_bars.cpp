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

constexpr int kWidth = 1280;
constexpr int kRowHeight = 44;          // pixels of a bar and the space to the next
constexpr double kCharacterWidth = 12;  // pixels
constexpr std::size_t kLabelWidth = 30;
constexpr double kWhisker = 0.14;  // rows above the middle of the bar
constexpr double kDots = -0.2;     // and below it

std::string csv_of(const BarFigure& figure) {
  struct Line {
    const BarGroup* group;
    const Bar* bar;
  };
  const auto of_values = [](double Bar::*number) {
    return [number](const Line& l) {
      return l.bar->values.empty() ? std::nullopt : std::optional(l.bar->*number);
    };
  };
  const Columns<Line> columns = {{"group", [](const Line& l) { return l.group->label; }},
                                 {"label", [](const Line& l) { return l.bar->label; }},
                                 {"mean", of_values(&Bar::mean)},
                                 {"sd", of_values(&Bar::sd)},
                                 {"n", [](const Line& l) { return l.bar->values.size(); }},
                                 {"remark", [](const Line& l) { return l.bar->remark; }}};
  std::vector<Line> lines;
  for (const BarGroup& group : figure.groups) {
    for (const Bar& bar : group.bars) {
      lines.push_back({&group, &bar});
    }
  }
  return csv_text(columns, lines);
}

/// What all groups have in common, so that their bars can be compared by eye.
struct Frame {
  double largest = 0;
  std::size_t label_width = 0;
  std::size_t rows = 0;
};

Frame frame_of(const BarFigure& figure) {
  Frame frame;
  for (const BarGroup& group : figure.groups) {
    frame.rows += group.bars.size() + 1;
    for (const Bar& bar : group.bars) {
      frame.label_width = std::max(frame.label_width, line_width(wrap(bar.label, kLabelWidth)));
      if (!bar.values.empty()) {
        frame.largest =
            std::max({frame.largest, bar.mean + bar.sd, *std::ranges::max_element(bar.values)});
      }
    }
  }
  frame.largest = frame.largest > 0 ? frame.largest : 1;
  return frame;
}

/// What stands behind a bar: "9.89 ± 0.03", with as many decimals as the deviation justifies.
std::string bar_text(const Bar& bar) {
  std::string text;
  if (!bar.values.empty()) {
    if (bar.sd > 0) {
      const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(bar.sd))), 0, 4);
      text = fmt::format("{:.{}f} \u00b1 {:.{}f}", bar.mean, decimals, bar.sd, decimals);
    } else {
      text = fmt::format("{:.4g}", bar.mean);
    }
  }
  return text + (bar.remark.empty() || text.empty() ? "" : ", ") + bar.remark;
}

/// Where a bar ends, its whisker and dots included.
double bar_end(const Bar& bar) {
  return bar.values.empty() ? 0
                            : std::max(bar.mean + bar.sd, *std::ranges::max_element(bar.values));
}

/// The drawing commands of one bar whose row is centred at `y`; `x_end` is the axis's end.
std::string bar_commands(const Bar& bar, int object, double y, double x_end) {
  const std::string label = wrap(bar.label, kLabelWidth);
  std::string commands =
      fmt::format("set label {} at graph -0.012, first {} right front\n", gnuplot_text(label),
                  y + 0.3 * (static_cast<double>(line_count(label)) - 1));
  if (!bar.values.empty()) {
    commands += fmt::format(
        "set object {} rectangle from 0,{} to {:.17g},{} fillcolor rgb '{}' "
        "fillstyle solid 0.75 border linecolor rgb '{}'\n",
        object, y - 0.38, bar.mean, y + 0.38, colour(bar.style), text_colour(bar.style));
    if (bar.sd > 0) {
      commands += fmt::format(
          "set arrow from {:.17g},{} to {:.17g},{} heads size graph 0.006,90 front linewidth 3 "
          "linecolor rgb '#000000'\n",
          bar.mean - bar.sd, y + kWhisker, bar.mean + bar.sd, y + kWhisker);
    }
  }
  return commands + fmt::format("set label {} at first {:.17g}, first {} left front\n",
                                gnuplot_text(bar_text(bar)), bar_end(bar) + 0.014 * x_end, y);
}

/// The end of the x axis: every bar and the text behind it fit in `plot_width` pixels.
double axis_end(const BarFigure& figure, double plot_width) {
  double x_end = 0;
  for (const BarGroup& group : figure.groups) {
    for (const Bar& bar : group.bars) {
      const double text = 1.05 * kCharacterWidth * static_cast<double>(bar_text(bar).size()) + 20;
      x_end = std::max(x_end, bar_end(bar) / std::max(0.2, 1 - text / plot_width));
    }
  }
  return x_end > 0 ? x_end : 1;
}

}  // namespace

void draw(const BarFigure& figure, const std::filesystem::path& folder, const std::string& stem) {
  replace_file((folder / (stem + ".csv")).string(), csv_of(figure));
  const Frame frame = frame_of(figure);
  const int height = 170 + kRowHeight * static_cast<int>(frame.rows);
  const double left =
      std::min(0.45, (static_cast<double>(frame.label_width) * kCharacterWidth + 40) / kWidth);

  const double x_end = axis_end(figure, (0.975 - left) * kWidth);

  std::string commands;
  std::string dots;
  double y = static_cast<double>(frame.rows);
  int object = 1;
  for (const BarGroup& group : figure.groups) {
    y -= 1;
    commands += fmt::format("set label {} at graph 0, first {} left front font ',18'\n",
                            gnuplot_text(group.label), y - 0.05);
    for (const Bar& bar : group.bars) {
      y -= 1;
      commands += bar_commands(bar, object++, y, x_end);
      for (const double value : bar.values.size() > 1 ? bar.values : std::vector<double>{}) {
        dots += fmt::format("{:.17g},{}\n", value, y + kDots);
      }
    }
  }
  const std::string marks = fmt::format("{:.17g}", linear_marks(0, frame.largest, 5).at(1));
  const std::string drawing =
      fmt::format(
          "unset label\nunset object\nunset arrow\n"
          "set border 1 linewidth 1.5 linecolor rgb '#444444'\nset xtics nomirror {}\nunset ytics\n"
          "set grid xtics linetype 1 linecolor rgb '#dddddd' linewidth 1\n"
          "set lmargin at screen {:.5f}\nset rmargin at screen 0.975\n"
          "set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}\n"
          "set xrange [0:{:.17g}]\nset yrange [-0.7:{}]\nset xlabel {}\n"
          "set label {} at screen 0.02, screen {:.5f} left font ',24'\n"
          "set label {} at screen 0.02, screen {:.5f} left font ',15' textcolor rgb '#444444'\n",
          marks, left, 1 - 80.0 / height, 75.0 / height, x_end,
          static_cast<double>(frame.rows) - 0.4, gnuplot_text(figure.x_label),
          gnuplot_text(figure.title), 1 - 30.0 / height, gnuplot_text(figure.note),
          1 - 64.0 / height) +
      commands +
      (dots.empty() ? "plot NaN notitle\n"
                    : "plot $runs using 1:2 with points pointtype 6 pointsize 1.1 linewidth 2 "
                      "linecolor rgb '#000000' notitle\n");
  // gnuplot reads a data block only outside of the loop over the devices
  const std::string block = dots.empty() ? "" : "$runs << END\n" + dots + "END\n";
  run_script(folder, stem, block + for_each_device(stem, kWidth, height, drawing));
}

}  // namespace anneal::report
