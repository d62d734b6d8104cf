#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "apps/records/study_folder.h"
#include "apps/report/figure.h"

namespace anneal::report {

/// A figure and the name of its files, without the ending.
struct NamedFigure {
  std::string stem;
  Figure figure;
};

struct NamedBars {
  std::string stem;
  BarFigure figure;
};

/// One run: training loss with the validation loss beside it, and the rate under them.
NamedFigure run_figure(const RunData& run);

/// One figure per optimizer and loss: every schedule a line, the mean over seeds with a band of one
/// standard deviation, and the rate under it on the same axis.
std::vector<NamedFigure> study_figures(const StudyData& study);

/// Final training loss, validation loss and validation error as bars, grouped by optimizer.
std::vector<NamedBars> final_bars(const StudyData& study);

/// Draws everything that can be drawn from what is in `folder`, a run's or a study's, into
/// folder/figures, and returns the SVG files.
///
/// Throws std::invalid_argument if the folder holds neither, std::runtime_error if a file in it is
/// broken or gnuplot is missing; nothing but folder/figures is touched.
std::vector<std::filesystem::path> write_report(const std::filesystem::path& folder);

}  // namespace anneal::report
