#pragma once

#include <string>

#include "apps/cli/console/terminal.h"
#include "apps/study/compare.h"

namespace anneal::cli {

/// What a comparison would do: data, model and length, the preview of every arm with its warnings,
/// and the list of runs.
std::string dry_run_text(const PreparedStudy& study, const Terminal& terminal);

}  // namespace anneal::cli
