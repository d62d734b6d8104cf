#pragma once

#include <span>
#include <string>

#include "apps/cli/console/terminal.h"
#include "apps/run/result.h"
#include "apps/study/summary.h"
#include "apps/training/engine.h"

namespace anneal::cli {

/// What is about to be trained, resolved: the parts, the pieces of the schedule, warnings.
std::string header_text(const Run& run, const Terminal& terminal);

/// How a run ended: status, last and best evaluation, speed.
std::string result_text(const RunResult& result, const Terminal& terminal);

/// One row per arm: mean +- standard deviation over the seeds of the last iterate's losses and
/// accuracy, of its weight average where there is one, how many runs diverged, and '*' at the best
/// validation result of each optimizer.
std::string compare_table(std::span<const SummaryRow> rows, const Terminal& terminal);

}  // namespace anneal::cli
