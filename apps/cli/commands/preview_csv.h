#pragma once

#include <string>

#include "apps/cli/commands/preview_text.h"

namespace anneal::cli {

/// Writes `step,epoch,lr` and a row per update, the rate with 17 significant digits, to `file` or,
/// if that is "-", to standard output. Throws UsageError if the file cannot be opened.
void write_csv(const PreviewedSchedule& schedule, const std::string& file);

}  // namespace anneal::cli
