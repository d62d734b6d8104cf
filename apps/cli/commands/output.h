#pragma once

#include <filesystem>
#include <string>

#include "apps/cli/commands/preview_text.h"
#include "apps/cli/console/terminal.h"
#include "apps/report/descent_figure.h"
#include "apps/report/figure.h"

// What commands leave in files that the user names.
namespace anneal::cli {

/// Draws `figure` into `file`, which ends in .svg or .png, and into no other file; `file` stays as
/// it was if that fails. Throws UsageError for another ending or a folder that does not exist.
void draw_into(const report::Figure& figure, const std::filesystem::path& file);
void draw_into(const report::Gallery& gallery, const std::filesystem::path& file);
void draw_into(const report::DescentFigure& figure, const std::filesystem::path& file);

/// Throws UsageError unless `file` ends in .svg or .png and its folder exists: to be asked before
/// anything is computed.
void check_plot_file(const std::filesystem::path& file);

/// Draws the figures of a finished run or comparison and says where they are. If that fails
/// (gnuplot is not installed) the results are there all the same: a warning, no error. Throws
/// report::DrawingInterrupted when it is asked to stop, with what is on disk in its message.
void draw_figures(const std::filesystem::path& folder, LateOutput& out);

/// Throws UsageError if `file`, which is about to be written, is one of those that were `read`.
void check_not_read(const std::string& option,
                    const std::filesystem::path& file,
                    std::span<const std::string> read);

/// Writes `step,epoch,lr` and a row per update, the rate with 17 significant digits, to `file` or,
/// if that is "-", to standard output. Throws UsageError if the file cannot be opened.
void write_rates(const PreviewedSchedule& schedule, const std::string& file);

}  // namespace anneal::cli
