#pragma once

#include <span>
#include <string>
#include <vector>

#include "apps/cli/console/terminal.h"
#include "apps/run/result.h"
#include "apps/study/summary.h"
#include "apps/training/engine.h"

namespace anneal::cli {

/// What is about to be trained, resolved: the parts, the pieces of the schedule, warnings.
std::string header_text(const Run& run, const Terminal& terminal);

/// What all runs of a comparison have in common: data, model, length.
std::string shared_lines(const RunHeader& header);

/// A line that says so when steps.csv has a row for several updates; else nothing.
std::string log_line(const RunHeader& header);

/// The rates that will train, as if a metric always improved; none for a run so long that this
/// would take a while.
std::vector<double> plotted_rates(const Run& run);

/// How a run ended: status, last and best evaluation, speed.
std::string result_text(const RunResult& result, const Terminal& terminal);

/// One row per arm: mean +- standard deviation over the seeds of the last iterate's losses and
/// accuracy, of its weight average where there is one, how many runs diverged, and '*' at the best
/// validation result of each optimizer.
std::string compare_table(std::span<const SummaryRow> rows, const Terminal& terminal);

}  // namespace anneal::cli
