#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "apps/cli/console/terminal.h"
#include "schedulers/preview.h"
#include "schedulers/resolve.h"

namespace anneal::cli {

/// A schedule resolved for a run, with its rates under what was heard of metrics.
struct PreviewedSchedule {
  std::string given;  ///< as it was typed
  ResolvedSchedule resolved;
  FeedbackState seen;
  RateSamples samples;  ///< to draw
  Preview preview;

  double rate_at(std::int64_t step) const;
};

/// Resolves `given` for `plan`; a metric-driven schedule hears `metrics`, one value after each
/// epoch. Throws SpecError, and std::invalid_argument for a metric that no evaluation has and for
/// more metrics than epochs.
PreviewedSchedule preview_schedule(const std::string& given,
                                   const RunPlan& plan,
                                   const std::vector<double>& metrics);

/// The piece table: updates, epochs and percent of each piece, and its first and last rate.
std::string piece_table(const Preview& preview, const Terminal& terminal);

/// First, peak and last rate, and the area under the curve.
std::string rate_lines(const Preview& preview, int width);

/// What another hyper-parameter than the rate will be: "0.45 at first, between 0.45 and 0.855: the
/// schedule times the optimizer's 0.9".
std::string value_text(const Preview& preview, double base);

/// A warning a line, each beginning with "warning: "; empty if there is none.
std::string warning_lines(const std::vector<std::string>& warnings, const Terminal& terminal);
/// The same with "note: ".
std::string note_lines(const std::vector<std::string>& notes, const Terminal& terminal);
/// The same with nothing before them: what is to be said of results.
std::string remark_lines(const std::vector<std::string>& remarks, const Terminal& terminal);

/// "1000 updates = 10 epochs of 100, base rate 0.1".
std::string plan_line(const RunPlan& plan);

}  // namespace anneal::cli
