#pragma once

#include <string>
#include <vector>

#include "apps/report/descent_figure.h"

namespace anneal::report {

/// A rectangle in pixels, from the upper left corner of the picture.
struct Box {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;
};

/// The places of one panel.
struct DescentCell {
  Box map;
  Box losses;
  bool names_y = true;  ///< whether the marks of the y axes are written: shared within a row
};

/// A line of the key, and where its sample and its text begin.
struct KeyEntry {
  std::string text;
  int style = 0;
  double left = 0;
  double middle = 0;

  static constexpr int kStart = -1;
  static constexpr int kMinimum = -2;
};

/// Where everything in a figure of descents stands.
struct DescentLayout {
  double width = 1280;
  double height = 0;
  double left = 92;  ///< where the title begins
  std::vector<DescentCell> cells;
  std::vector<KeyEntry> key;
};

/// A single panel has its losses on the right, several have them below, two or three in a row; the
/// key is at the bottom. Maps have the aspect of the figure's window.
DescentLayout lay_out(const DescentFigure& figure);

}  // namespace anneal::report
