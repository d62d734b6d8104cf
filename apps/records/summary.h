#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "apps/run/result.h"

namespace anneal {

/// summary.json: status, final and best evaluation, times and memory.
///
/// `final` is the last iterate. In a diverged run it is the last evaluation before, if there was
/// one, and `last_loss` the last finite training loss.
std::string summary_json(const RunHeader& header, const RunResult& result);

/// How a run ended: what a summary.json says.
struct RunEnd {
  std::string status;  ///< "done", "diverged at update 18" or "interrupted"
  std::int64_t updates = 0;
  std::optional<EvalRecord> final_eval = {}, best_eval = {};
  std::vector<std::string> remarks = {};  ///< what its numbers mean
};

/// Throws std::runtime_error naming the file for one that cannot be read or is no summary.
RunEnd read_summary(const std::filesystem::path& file);

}  // namespace anneal
