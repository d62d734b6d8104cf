#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "apps/cli/commands/preview_text.h"
#include "apps/records/csv.h"
#include "apps/report/descent_figure.h"
#include "apps/report/figure.h"

// What commands leave in files that the user names.
namespace anneal::cli {

/// The rates of a schedule, with x in units of that many updates.
Samples drawn_samples(const PreviewedSchedule& schedule, double updates_per_x);

/// The rates of one or several schedules over the run, in one picture.
report::Figure preview_figure(std::span<const PreviewedSchedule> schedules);

/// Draws `figure` into `file`, which ends in .svg or .png, and into no other file. Throws
/// UsageError for another ending or a folder that does not exist.
void draw_into(const report::Figure& figure, const std::filesystem::path& file);
void draw_into(const report::Gallery& gallery, const std::filesystem::path& file);
void draw_into(const report::DescentFigure& figure, const std::filesystem::path& file);

/// Throws UsageError unless `file` ends in .svg or .png and its folder exists: to be asked before
/// anything is computed.
void check_plot_file(const std::filesystem::path& file);

/// Draws the figures of a finished run or comparison and says where they are. If that fails
/// (gnuplot is not installed) the results are there all the same: a warning, no error.
void draw_figures(const std::filesystem::path& folder);

/// Writes `step,epoch,lr` and a row per update, the rate with 17 significant digits, to `file` or,
/// if that is "-", to standard output. Throws UsageError if the file cannot be opened.
void write_rates(const PreviewedSchedule& schedule, const std::string& file);

}  // namespace anneal::cli
