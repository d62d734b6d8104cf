#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace anneal::report {

/// One drawn value; `low` and `high` bound the error band and equal `y` where there is none.
struct CurvePoint {
  double x = 0;
  double y = 0;
  double low = 0;
  double high = 0;
  int seeds = 1;
};

/// kThin: one run among several of its kind. kBehind: grey, for comparison.
enum class Look { kFull, kThin, kBehind };

/// A labelled line. `style` picks colour and dashes, so one schedule looks alike in every figure.
struct Curve {
  std::string label;
  int style = 0;
  std::vector<CurvePoint> points;
  Look look = Look::kFull;
  bool labelled = true;
  /// If not 0: each value holds until the next, the last one for so long; stairs, not slopes.
  double hold = 0;
  /// Ends in a cross: the run diverged here.
  bool crossed = false;
};

/// A faint line across a panel, such as the loss of guessing; drawn if it lies within the axis.
struct Level {
  double y = 0;
  std::string label;
};

enum class Scale { kAutomatic, kLinear, kLogarithmic };

/// One pair of axes. The label of a curve stands at its end unless `labelled` is false.
struct Panel {
  std::string y_label;
  std::vector<Curve> curves = {};
  bool labelled = true;
  /// Share of the figure's height, relative to the other panels.
  double height = 1;
  /// Values above it leave the panel, which the figure says; unset takes the largest.
  std::optional<double> top = {};
  /// Linear for rates, whose shape is what a schedule is known by.
  Scale scale = Scale::kAutomatic;
  std::vector<Level> levels = {};
};

constexpr std::size_t kLongestTitle = 60;  ///< characters that fit; what is longer is shortened

/// Panels under each other on one x axis.
struct Figure {
  std::string title;
  /// Under the title, smaller, as many in a line as fit: what was trained, what a point is, what
  /// the band is, what was left out.
  std::vector<std::string> notes = {};
  std::string x_label;
  std::vector<Panel> panels = {};
  /// The x axis is logarithmic and starts at 1.
  bool logarithmic_x = false;
};

/// One horizontal bar: the mean over seeds, its standard deviation and the single values.
struct Bar {
  std::string label;
  int style = 0;
  double mean = 0;
  double sd = 0;
  std::vector<double> values;
  /// What to print beside the mean or instead of it, such as "3 of 3 diverged".
  std::string remark;
};

/// Bars of one group, such as all schedules under one optimizer.
struct BarGroup {
  std::string label;
  std::vector<Bar> bars;
};

struct BarFigure {
  std::string title;
  std::vector<std::string> notes = {};
  std::string x_label;
  std::vector<BarGroup> groups = {};
  /// No value is above it, such as 100 percent: neither is an end of an error bar or of the axis.
  std::optional<double> most = {};
  /// A faint line down the bars.
  std::optional<Level> level = {};
};

/// A small picture among many: one curve, named above it.
struct Thumbnail {
  std::string title;
  std::vector<CurvePoint> points;
  double hold = 0;  ///< as in Curve
};

/// Thumbnails in rows, each on its own y axis from 0 or all on one.
struct Gallery {
  std::string title;
  std::vector<std::string> notes = {};
  std::string x_label;
  std::vector<Thumbnail> thumbnails = {};
  int columns = 5;
  /// One pair of axes for all, and behind each curve the others in grey: small multiples.
  bool shared = false;
};

}  // namespace anneal::report
