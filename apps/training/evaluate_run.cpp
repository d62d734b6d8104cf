#include "apps/training/evaluate_run.h"

#include <cmath>
#include <optional>

#include "apps/training/loss.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

struct Judgement {
  Evaluation train, validation;

  bool is_finite() const { return std::isfinite(train.loss) && std::isfinite(validation.loss); }
};

/// How good the parameters are that the model has right now.
Judgement judge(const RunSetup& run) {
  return {.train = run.train_sample.empty()
                       ? evaluate(*run.model, run.data->train)
                       : evaluate(*run.model, run.data->train, run.train_sample),
          .validation = evaluate(*run.model, run.data->validation)};
}

/// The weight average, if it holds anything and its losses are finite.
std::optional<AverageEval> judge_average(const RunSetup& run) {
  if (!run.average || !run.average->has_average()) {
    return std::nullopt;
  }
  const AveragePoint point(*run.average);
  const Judgement found = judge(run);
  if (!found.is_finite()) {
    return std::nullopt;
  }
  return AverageEval{.train_loss = found.train.loss,
                     .val_loss = found.validation.loss,
                     .val_accuracy = found.validation.accuracy};
}

}  // namespace

EvalRecord evaluate_run(const RunSetup& run, std::int64_t step, double lr) {
  Judgement found;
  {
    const EvaluationPoint point(*run.optimizer);
    found = judge(run);
  }
  return {.step = step,
          .epoch = run.header.epoch_of(step),
          .lr = lr,
          .train_loss = found.train.loss,
          .val_loss = found.validation.loss,
          .val_accuracy = found.validation.accuracy,
          .average = judge_average(run)};
}

}}  // namespace anneal::ANNEAL_PRECISION
