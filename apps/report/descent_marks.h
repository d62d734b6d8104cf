#pragma once

#include <string>

#include "apps/report/descent_figure.h"
#include "apps/report/descent_layout.h"

// What is drawn around and on top of a descent's axes, as commands for gnuplot.

namespace anneal::report {

inline constexpr const char* kHalo = "#ffffff";

/// The number of gnuplot's filled shape for a style.
int marker(int style);

/// A place on the screen from pixels: gnuplot counts shares, from the lower left corner.
std::string at_screen(const DescentLayout& layout, double x, double y);

/// Begins a pair of axes in `box`.
std::string axes_in(const DescentLayout& layout, const Box& box);

/// A mark with a white rim, so that it is seen on lines of any colour. `place` as gnuplot wants it,
/// see place_of().
std::string mark_at(const std::string& place, int type, double size, const std::string& rgb);
std::string start_mark(const std::string& place);

/// A thin cross: the end of a path that came here is to be seen around it.
std::string minimum_mark(const std::string& place);

/// A point of the first axes.
std::string place_of(PlanePoint point);

/// Title, note and key: labels of the first axes.
std::string frame_commands(const DescentFigure& figure, const DescentLayout& layout);

}  // namespace anneal::report
