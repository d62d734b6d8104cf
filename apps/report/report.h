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

/// One run: training loss with the validation loss beside it, and under them the rate and whatever
/// else has a schedule.
NamedFigure run_figure(const RunData& run);

/// One figure per optimizer and loss: every schedule a line, the mean over the seeds that finished
/// with a band of one standard deviation, thin lines for those that did not, and the rate under it
/// on the same axis. The training loss comes a second time on a logarithmic axis of updates, where
/// the first of them have room. More schedules than there are colours are on several figures, the
/// others in grey.
std::vector<NamedFigure> study_figures(const StudyData& study);

/// Final training loss, validation loss and validation error as bars, grouped by optimizer, and
/// those of the weight average.
std::vector<NamedBars> final_bars(const StudyData& study);

/// What came of a report.
struct Drawn {
  std::vector<std::filesystem::path> files;  ///< the SVG files
  std::vector<std::string> warnings;         ///< what was drawn without, and why; names files
};

/// Draws everything that can be drawn from what is in `folder`, a run's or a study's, into
/// folder/figures.
///
/// Throws std::invalid_argument if the folder holds neither, std::runtime_error if a file in it is
/// broken, nothing in it can be drawn or gnuplot is missing; nothing but folder/figures is touched.
Drawn write_report(const std::filesystem::path& folder);

}  // namespace anneal::report
