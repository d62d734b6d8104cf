#include "apps/run/result.h"

#include <algorithm>

#include "core/check.h"
#include "core/spec/parse.h"
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

namespace {

/// `text` in updates, at least one and at most the run; `option` is what gave it.
std::int64_t length_in_updates(const RunHeader& header,
                               const std::string& text,
                               const char* option) {
  spec::Expr length = spec::word(text);
  try {
    length = spec::parse(text);
  } catch (const spec::SpecError&) {
    // no length either: said below, with the option's name
  }
  const spec::Unit unit = length.is_number() ? length.number.unit : spec::Unit::kNone;
  check(length.is_number(), option, ": got ", text, " (give a length: 100it, 1ep or 10%)");
  check(unit == spec::Unit::kUpdates || unit == spec::Unit::kEpochs || unit == spec::Unit::kPercent,
        option, ": ", text, " what? write ", to_text(length.number.value),
        "it (updates), 1ep (epochs) or 10% (of the run)");
  const double updates = exact_updates(
      length.number,
      {.updates_per_epoch = Steps(header.updates_per_epoch), .total = Steps(header.updates)});
  check(updates >= 0.5, option, ": ", text, " is less than one update (lengthen it)");
  return std::min(rounded(updates), header.updates);
}

}  // namespace

std::int64_t updates_between_evals(const RunHeader& header) {
  return length_in_updates(header, header.config.eval_every, "--eval-every");
}

std::int64_t updates_of_a_row(const RunHeader& header) {
  constexpr std::int64_t kMostRows = 100'000;  // 13 MB, and curves of 400 points are made of them
  return header.config.log_every == RunConfig::kLogAuto
             ? (header.updates + kMostRows - 1) / kMostRows
             : length_in_updates(header, header.config.log_every, "--log-every");
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
