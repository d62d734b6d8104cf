#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include "apps/records/csv.h"
#include "apps/report/axis.h"
#include "apps/report/context.h"
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
constexpr double kNoteHeight = 23;
constexpr double kLevelLabel = 20;   // room for the name of a level, above the axis
constexpr std::size_t kNote = 112;   // characters of it
constexpr double kTimesLonger = 10;  // than the median bar: what is longer is cut

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

/// What all bars have in common, so that they can be compared by eye.
struct Frame {
  std::size_t label_width = 0;
  std::size_t rows = 0;
  double x_end = 1;
  bool cut = false;            ///< a bar is longer than the axis
  double left = 0, right = 0;  ///< of the axis, as shares of the figure
};

/// A number as short as its deviation justifies: "9.89", "1.4e+12".
std::string number_text(double value, double sd) {
  const double size = std::max(std::abs(value), sd);
  if (size >= 1e5 || (size > 0 && size < 1e-3)) {
    return fmt::format("{:.2g}", value);
  }
  if (sd > 0) {
    const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(sd))), 0, 4);
    return fmt::format("{:.{}f}", value, decimals);
  }
  return fmt::format("{:.4g}", value);
}

/// What stands behind a bar: "9.89 \u00b1 0.03", and an arrow if the bar is longer than its axis.
std::string bar_text(const Bar& bar, bool cut) {
  std::string text = cut ? "\u2192 " : "";
  if (!bar.values.empty()) {
    text += number_text(bar.mean, bar.sd);
    text += bar.sd > 0 ? " \u00b1 " + number_text(bar.sd, bar.sd) : "";
  }
  return text + (bar.remark.empty() || text.empty() ? "" : ", ") + bar.remark;
}

/// The error bar: no end of it where no value can be.
struct Whisker {
  double low = 0, high = 0;
  bool low_end = true, high_end = true;  ///< false: it goes on to where no value can be
};

Whisker whisker_of(const Bar& bar, std::optional<double> most) {
  Whisker whisker{bar.mean - bar.sd, bar.mean + bar.sd};
  if (whisker.low < 0 && std::ranges::min(bar.values) >= 0) {
    whisker.low = 0;
    whisker.low_end = false;
  }
  if (most && whisker.high > *most) {
    whisker.high = *most;
    whisker.high_end = false;
  }
  return whisker;
}

/// Where a bar ends, its whisker and dots included.
double bar_end(const Bar& bar, std::optional<double> most) {
  return bar.values.empty()
             ? 0
             : std::max(whisker_of(bar, most).high, *std::ranges::max_element(bar.values));
}

/// The longest bar that is drawn in full: one that is longer than ten of its kind would leave
/// nothing of them.
double longest_of(const BarFigure& figure) {
  std::vector<double> ends;
  for (const BarGroup& group : figure.groups) {
    for (const Bar& bar : group.bars) {
      if (!bar.values.empty()) {
        ends.push_back(bar_end(bar, figure.most));
      }
    }
  }
  if (ends.empty()) {
    return 0;
  }
  std::ranges::sort(ends);
  const double median = ends[(ends.size() - 1) / 2];
  const double limit = median > 0 ? kTimesLonger * median : ends.back();
  return *std::ranges::find_if(ends.rbegin(), ends.rend(),
                               [limit](double end) { return end <= limit; });
}

Frame frame_of(const BarFigure& figure) {
  Frame frame;
  const double longest = longest_of(figure);
  if (longest > 0) {
    frame.x_end = std::min(1.02 * longest, figure.most.value_or(1e300));
  }
  for (const BarGroup& group : figure.groups) {
    frame.rows += group.bars.size() + 1;
    for (const Bar& bar : group.bars) {
      frame.label_width = std::max(frame.label_width, line_width(wrap(bar.label, kLabelWidth)));
    }
  }
  frame.left =
      std::min(0.45, (static_cast<double>(frame.label_width) * kCharacterWidth + 40) / kWidth);
  // The texts behind the bars may stand beyond the axis, which ends where values do.
  const double room = (0.975 - frame.left) * kWidth;
  double width = room;
  for (const BarGroup& group : figure.groups) {
    for (const Bar& bar : group.bars) {
      const bool cut = bar_end(bar, figure.most) > frame.x_end;
      const double text =
          1.05 * kCharacterWidth * static_cast<double>(bar_text(bar, cut).size()) + 20;
      const double share = std::min(1.0, bar_end(bar, figure.most) / frame.x_end);
      width = std::min(width, std::max(0.2 * room, room - text) / std::max(share, 0.05));
      frame.cut = frame.cut || cut;
    }
  }
  frame.right = frame.left + width / kWidth;
  return frame;
}

/// The drawing commands of one bar whose row is centred at `y`.
std::string bar_commands(const Bar& bar,
                         int object,
                         double y,
                         const BarFigure& figure,
                         const Frame& frame) {
  const std::string label = wrap(bar.label, kLabelWidth);
  const bool cut = bar_end(bar, figure.most) > frame.x_end;
  std::string commands =
      fmt::format("set label {} at graph -0.012, first {} right front\n", gnuplot_text(label),
                  y + 0.3 * (static_cast<double>(line_count(label)) - 1));
  if (!bar.values.empty()) {
    commands += fmt::format(
        "set object {} rectangle from 0,{} to {:.17g},{} fillcolor rgb '{}' "
        "fillstyle solid 0.75 border linecolor rgb '{}'\n",
        object, y - 0.38, std::min(bar.mean, frame.x_end), y + 0.38, colour(bar.style),
        text_colour(bar.style));
    if (bar.sd > 0 && !cut) {
      const Whisker whisker = whisker_of(bar, figure.most);
      const char* heads = whisker.low_end    ? whisker.high_end ? "heads" : "backhead"
                          : whisker.high_end ? "head"
                                             : "nohead";
      commands += fmt::format(
          "set arrow from {:.17g},{} to {:.17g},{} {} size graph 0.006,90 front linewidth 3 "
          "linecolor rgb '#000000'\n",
          whisker.low, y + kWhisker, whisker.high, y + kWhisker, heads);
    }
  }
  const double end = std::min(bar_end(bar, figure.most), frame.x_end);
  return commands + fmt::format("set label {} at first {:.17g}, first {} left front\n",
                                gnuplot_text(bar_text(bar, cut)), end + 0.014 * frame.x_end, y);
}

std::string level_commands(const BarFigure& figure, const Frame& frame) {
  if (!figure.level || !(0 < figure.level->y && figure.level->y < frame.x_end)) {
    return "";
  }
  return fmt::format(
      "set arrow from {0:.17g}, graph 0 to {0:.17g}, graph 1 nohead front linewidth 1.5 dashtype "
      "(4,6) linecolor rgb '#888888'\n"
      "set label {1} at first {0:.17g}, graph 1 center offset 0,0.6 font ',14' textcolor rgb "
      "'#777777'\n",
      figure.level->y, gnuplot_text(figure.level->label));
}

std::string frame_commands(const BarFigure& figure,
                           const Frame& frame,
                           const std::vector<std::string>& notes,
                           double height) {
  const double step = linear_marks(0, frame.x_end, 5).at(1);
  std::string commands = fmt::format(
      "unset label\nunset object\nunset arrow\n"
      "set border 1 linewidth 1.5 linecolor rgb '#444444'\nset xtics nomirror {:.17g}\nunset "
      "ytics\n"
      "set grid xtics linetype 1 linecolor rgb '#dddddd' linewidth 1\n"
      "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n"
      "set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}\n"
      "set xrange [0:{:.17g}]\nset yrange [-0.7:{}]\nset xlabel {}\n"
      "set label {} at screen 0.02, screen {:.5f} left font ',24'\n",
      step, frame.left, frame.right,
      1 - (57 + (figure.level ? kLevelLabel : 0) +
           kNoteHeight * static_cast<double>(std::max<std::size_t>(1, notes.size()))) /
              height,
      75.0 / height, frame.x_end, static_cast<double>(frame.rows) - 0.4,
      gnuplot_text(figure.x_label), gnuplot_text(figure.title), 1 - 30.0 / height);
  for (std::size_t k = 0; k < notes.size(); ++k) {
    commands += fmt::format(
        "set label {} at screen 0.02, screen {:.5f} left font ',15' textcolor rgb '#444444'\n",
        gnuplot_text(notes[k]), 1 - (64 + kNoteHeight * static_cast<double>(k)) / height);
  }
  return commands + level_commands(figure, frame);
}

}  // namespace

void draw(const BarFigure& figure, const std::filesystem::path& folder, const std::string& stem) {
  replace_file((folder / (stem + ".csv")).string(), csv_of(figure));
  const Frame frame = frame_of(figure);
  std::vector<std::string> sentences = figure.notes;
  if (frame.cut) {
    sentences.push_back(fmt::format("\u2192 beyond {}: not drawn", number_text(frame.x_end, 0)));
  }
  const std::vector<std::string> notes = note_lines(sentences, kNote);
  const double more_notes = (figure.level ? kLevelLabel : 0) +
                            kNoteHeight * (std::max(1.0, static_cast<double>(notes.size())) - 1);
  const int height = 170 + kRowHeight * static_cast<int>(frame.rows) + static_cast<int>(more_notes);

  std::string commands = frame_commands(figure, frame, notes, height);
  std::vector<std::vector<double>> dots;
  double y = static_cast<double>(frame.rows);
  int object = 1;
  for (const BarGroup& group : figure.groups) {
    y -= 1;
    commands += fmt::format("set label {} at graph 0, first {} left front font ',18'\n",
                            gnuplot_text(group.label), y - 0.05);
    for (const Bar& bar : group.bars) {
      y -= 1;
      commands += bar_commands(bar, object++, y, figure, frame);
      for (const double value : bar.values.size() > 1 ? bar.values : std::vector<double>{}) {
        if (value <= frame.x_end) {
          dots.push_back({value, y + kDots});
        }
      }
    }
  }
  commands += dots.empty() ? "plot NaN notitle\n"
                           : "plot $runs using 1:2 with points pointtype 6 pointsize 1.1 linewidth "
                             "2 linecolor rgb '#000000' notitle\n";
  run_script(folder, stem,
             (dots.empty() ? "" : data_block("runs", dots)) +
                 for_each_device(stem, kWidth, height, commands));
}

}  // namespace anneal::report
