#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "apps/cli/commands/preview_text.h"
#include "apps/report/descent_figure.h"
#include "apps/report/figure.h"

namespace anneal::cli {

/// The rates of one or several schedules over the run, in one picture.
report::Figure preview_figure(std::span<const PreviewedSchedule> schedules);

/// Draws `figure` into `file`, which ends in .svg or .png, and into no
/// other file. Throws UsageError for another ending or a folder that does not exist.
void draw_into(const report::Figure& figure, const std::filesystem::path& file);
void draw_into(const report::Gallery& gallery, const std::filesystem::path& file);
void draw_into(const report::DescentFigure& figure, const std::filesystem::path& file);

/// Throws UsageError unless `file` ends in .svg or .png and its folder exists: to be asked before
/// anything is computed.
void check_plot_file(const std::filesystem::path& file);

}  // namespace anneal::cli
