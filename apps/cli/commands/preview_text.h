#pragma once

#include <span>
#include <string>
#include <vector>

#include "apps/cli/console/terminal.h"
#include "schedulers/preview.h"
#include "schedulers/resolve.h"

namespace anneal::cli {

/// A schedule resolved for a run, with the rate of each of the run's updates.
struct PreviewedSchedule {
  std::string given;  ///< as it was typed
  ResolvedSchedule resolved;
  std::vector<double> rates;
  Preview preview;  ///< its numbers are those of `rates`
};

/// Resolves `given` for `plan`; a metric-driven schedule hears `metrics`, one value after each
/// epoch. Throws SpecError, std::invalid_argument, and UsageError for more metrics than epochs.
PreviewedSchedule preview_schedule(const std::string& given,
                                   const RunPlan& plan,
                                   const std::vector<double>& metrics);

/// The piece table: updates, epochs and percent of each piece, and its first and last rate if
/// `rates` are given.
std::string piece_table(const Preview& preview,
                        std::span<const double> rates,
                        const Terminal& terminal);

/// First, peak and last rate, and the area under the curve.
std::string rate_lines(const Preview& preview, int width);

/// A warning a line, each beginning with "warning: "; empty if there is none.
std::string warning_lines(const std::vector<std::string>& warnings, const Terminal& terminal);
/// The same with "note: ".
std::string note_lines(const std::vector<std::string>& notes, const Terminal& terminal);
/// The same with nothing before them: what is to be said of results.
std::string remark_lines(const std::vector<std::string>& remarks, const Terminal& terminal);

/// "1000 updates = 10 epochs of 100, base rate 0.1".
std::string plan_line(const RunPlan& plan);

}  // namespace anneal::cli
