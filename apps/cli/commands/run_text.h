#pragma once

#include <string>
#include <vector>

#include "apps/cli/console/terminal.h"
#include "apps/run/result.h"
#include "apps/training/engine.h"

namespace anneal::cli {

/// What is about to be trained, resolved: the parts, the pieces of the schedule, notes. Warnings go
/// to stderr.
std::string header_text(const Run& run, const Terminal& terminal);

/// What all arms of a comparison have in common besides their data: the model, schedules of
/// momentum and weight decay, groups, the average.
std::string common_text(const RunHeader& header);
/// The same with data and length.
std::string shared_lines(const RunHeader& header, const Terminal& terminal);

/// A line that says so when steps.csv has a row for several updates; else nothing.
std::string log_line(const RunHeader& header);

/// The rates that will train, as if a metric always improved; none for a run so long that this
/// would take a while.
std::vector<double> plotted_rates(const Run& run);

/// How a run ended: status, what is to be said of it, last and best evaluation, speed.
std::string result_text(const RunResult& result, const Terminal& terminal);

}  // namespace anneal::cli
