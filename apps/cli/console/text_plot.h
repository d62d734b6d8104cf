#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace anneal::cli {

/// A curve for text_plot(): one value per update.
struct PlotLine {
  std::string label;
  std::vector<double> values;
};

struct TextPlotOptions {
  int width = 80;                ///< columns, the axis included
  int height = 14;               ///< rows of the drawing area
  bool unicode = false;          ///< one curve in braille dots: 2 x 4 of them in each character
  std::int64_t updates = 0;      ///< that the x axis ends at; 0: as many as there are values
  double updates_per_epoch = 0;  ///< 0: without a second line of epochs under the axis
};

/// Curves over the updates of a run, drawn with characters, the y axis from 0 to the largest value.
///
/// Without colour, so that it works in a log. One curve is drawn with '*', several with a letter
/// each, and a key below; where curves meet, the later one is seen.
std::string text_plot(std::span<const PlotLine> lines, const TextPlotOptions& options);

}  // namespace anneal::cli
