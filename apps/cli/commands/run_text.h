#pragma once

#include <string>

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

/// How a run ended: status, what is to be said of it, last and best evaluation, speed.
std::string result_text(const RunResult& result, const Terminal& terminal);

}  // namespace anneal::cli
