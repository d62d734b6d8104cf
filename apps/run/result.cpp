#include "apps/run/result.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/check.h"
#include "core/spec/error.h"
#include "core/spec/parse.h"
#include "core/spec/signature.h"
#include "core/text.h"
#include "schedulers/plan.h"

namespace anneal {

double RunHeader::epoch_of(std::int64_t step) const {
  return static_cast<double>(step) / static_cast<double>(updates_per_epoch);
}

RunPlan plan_of(const RunHeader& header) {
  const std::int64_t evaluations =
      (header.updates + header.eval_every - 1) / header.eval_every;  // one after the last update
  return {.updates_per_epoch = Steps(header.updates_per_epoch),
          .total = Steps(header.updates),
          .evaluations = Evaluations(evaluations),
          .base = LearningRate(header.base_lr)};
}

std::int64_t total_updates(const RunConfig& config, std::int64_t updates_per_epoch) {
  if (config.updates) {
    return *config.updates;
  }
  constexpr std::int64_t kMost = std::int64_t{1} << 53;  // above it doubles skip whole numbers
  check(config.epochs <= kMost / updates_per_epoch, "epochs: ", config.epochs, " of ",
        updates_per_epoch, " updates are too many to count");
  return config.epochs * updates_per_epoch;
}

std::int64_t updates_of(const std::string& length, const char* option, const RunHeader& header) {
  spec::Expr expr;
  try {
    expr = spec::parse(length);
  } catch (const spec::SpecError&) {  // nan, or no text of the grammar at all
    throw std::invalid_argument(
        join_text(option, ": ", length, " is no length (write 100it, 1ep or 10%)"));
  }
  check(!expr.is_number() || std::isfinite(expr.number.value), option, ": ", length,
        " is no length (write 100it, 1ep or 10%)");
  spec::check_value(
      expr, {.name = "the length", .kind = spec::ValueKind::kLength, .range = spec::above(0.0)},
      option);
  const std::int64_t updates = whole_updates(
      Length::of(expr.number),
      {.updates_per_epoch = Steps(header.updates_per_epoch), .total = Steps(header.updates)},
      option);
  return std::min(updates, header.updates);
}

std::int64_t updates_of_a_row(const RunHeader& header) {
  constexpr std::int64_t kMostRows = 100'000;  // figures draw a few hundred points
  return header.config.log_every == RunConfig::kLogAuto
             ? (header.updates + kMostRows - 1) / kMostRows
             : updates_of(header.config.log_every, "--log-every", header);
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
