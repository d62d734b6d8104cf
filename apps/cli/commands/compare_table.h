#pragma once

#include <span>
#include <string>

#include "apps/cli/console/terminal.h"
#include "apps/study/summary.h"

namespace anneal::cli {

/// One row per arm: mean +- standard deviation over the seeds of the last iterate's losses and
/// accuracy, of its weight average where there is one, how many runs diverged, and '*' at the best
/// validation result of each optimizer.
std::string compare_table(std::span<const SummaryRow> rows, const Terminal& terminal);

}  // namespace anneal::cli
