#include "apps/run/result.h"

#include <algorithm>

#include "core/text.h"

namespace anneal {

double RunHeader::epoch_of(std::int64_t step) const {
  return static_cast<double>(step) / static_cast<double>(updates_per_epoch);
}

std::optional<EvalRecord> RunResult::final_eval() const {
  if (evals.empty()) {
    return std::nullopt;
  }
  return evals.back();
}

std::optional<EvalRecord> RunResult::best_eval() const {
  if (evals.empty()) {
    return std::nullopt;
  }
  return *std::ranges::min_element(evals, {}, &EvalRecord::val_loss);
}

std::string status_text(const RunResult& result) {
  switch (result.status) {
    case RunStatus::kDone:
      return "done";
    case RunStatus::kDiverged:
      return join_text("diverged at update ", result.diverged_at.value_or(result.updates));
    case RunStatus::kInterrupted:
      break;
  }
  return "interrupted";
}

}  // namespace anneal
