#pragma once

#include <string>

#include "apps/cli/console/terminal.h"
#include "apps/run/result.h"
#include "apps/training/engine.h"

namespace anneal::cli {

/// What is about to be trained, resolved: the parts, the pieces of the schedule, warnings.
std::string header_text(const Run& run, const Terminal& terminal);

/// How a run ended: status, last and best evaluation, speed.
std::string result_text(const RunResult& result, const Terminal& terminal);

}  // namespace anneal::cli
