#pragma once

#include <span>
#include <string>

#include "apps/cli/console/terminal.h"
#include "apps/study/summary.h"

namespace anneal::cli {

/// One row per arm: mean +- standard deviation of the last iterate's losses and accuracy, of its
/// weight average where there is one, over the seeds whose run did not diverge; how many diverged,
/// and how many are no better than guessing; and what apps/study/verdict.h says of it. Below stands
/// what these numbers are worth. Of a comparison that was interrupted only the numbers are shown:
/// which arms are missing seeds is chance.
std::string compare_table(std::span<const SummaryRow> rows,
                          bool interrupted,
                          const Terminal& terminal);

}  // namespace anneal::cli
