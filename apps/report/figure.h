#pragma once

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

/// A labelled line. `style` picks colour and dashes, so one schedule looks alike in every figure.
struct Curve {
  std::string label;
  int style = 0;
  std::vector<CurvePoint> points;
};

/// One pair of axes. The label of a curve stands at its end unless `labelled` is false.
struct Panel {
  std::string y_label;
  std::vector<Curve> curves;
  bool labelled = true;
  /// Share of the figure's height, relative to the other panels.
  double height = 1;
  /// Values above it leave the panel; unset takes the largest.
  std::optional<double> top;
  /// Never a logarithmic axis: for rates, whose shape is what a schedule is known by.
  bool linear = false;
};

/// Panels under each other on one x axis.
struct Figure {
  std::string title;
  /// Under the title, smaller: what a point is, what the band is.
  std::string note;
  std::string x_label;
  std::vector<Panel> panels;
};

/// One horizontal bar: the mean over seeds, its standard deviation and the single values.
struct Bar {
  std::string label;
  int style = 0;
  double mean = 0;
  double sd = 0;
  std::vector<double> values;
  /// What to print instead of the mean, such as "3 of 3 diverged".
  std::string remark;
};

/// Bars of one group, such as all schedules under one optimizer.
struct BarGroup {
  std::string label;
  std::vector<Bar> bars;
};

struct BarFigure {
  std::string title;
  std::string note;
  std::string x_label;
  std::vector<BarGroup> groups;
};

/// A small picture among many: one curve, named above it.
struct Thumbnail {
  std::string title;
  std::vector<CurvePoint> points;
};

/// Thumbnails in rows, each on its own y axis from 0.
struct Gallery {
  std::string title;
  std::string x_label;
  std::vector<Thumbnail> thumbnails;
  int columns = 5;
};

}  // namespace anneal::report
