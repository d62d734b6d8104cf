#include "apps/training/loop.h"

#include <cmath>
#include <utility>

#include "apps/training/checkpoint.h"
#include "apps/training/loss.h"
#include "apps/training/plain/process.h"
#include "data/batch_order.h"
#include "optim/clip.h"

namespace anneal::inline ANNEAL_PRECISION {
namespace {

/// Update number `step`, or nothing, and no change, if its loss or gradient is not finite.
std::optional<UpdateRecord> make_update(RunSetup& run,
                                        std::span<const Index> rows,
                                        std::int64_t step) {
  const auto epoch = static_cast<std::uint64_t>(step / run.header.updates_per_epoch);
  Batch batch = gather_training(run.data->train, rows, {.seed = run.config.seed, .epoch = epoch});
  const Var output = run.model->forward(
      Var(std::move(batch.inputs)), {.mode = Mode::kTrain, .seed = run.config.seed, .step = step});
  const Var loss = batch_loss(output, batch, run.config.label_smoothing);

  for (NamedParameter& parameter : run.parameters) {
    parameter.var.clear_grad();
  }
  backward(loss);
  const double grad_norm = run.config.clip_norm
                               ? clip_gradient_norm(run.parameters, *run.config.clip_norm)
                               : gradient_norm(run.parameters);
  const double loss_value = loss.value().data()[0];
  if (!std::isfinite(loss_value) || !std::isfinite(grad_norm)) {
    return std::nullopt;
  }

  const Rates rates = run.rates.at(step);
  run.optimizer->step(rates);  // where schedule and optimizer meet

  return UpdateRecord{.step = step,
                      .epoch = run.header.epoch_of(step),
                      .lr = rates.lr,
                      .loss = loss_value,
                      .grad_norm = grad_norm,
                      .momentum = rates.momentum,
                      .weight_decay = rates.weight_decay};
}

/// The model after `step` updates, of which the last used the rate `lr`.
EvalRecord evaluate_run(const RunSetup& run, std::int64_t step, double lr) {
  const EvaluationPoint point(*run.optimizer);
  const Evaluation train = run.train_sample.empty()
                               ? evaluate(*run.model, run.data->train)
                               : evaluate(*run.model, run.data->train, run.train_sample);
  const Evaluation validation = evaluate(*run.model, run.data->validation);
  return {.step = step,
          .epoch = run.header.epoch_of(step),
          .lr = lr,
          .train_loss = train.loss,
          .val_loss = validation.loss,
          .val_accuracy = validation.accuracy};
}

bool is_finite(const EvalRecord& record) {
  return std::isfinite(record.train_loss) && std::isfinite(record.val_loss);
}

void diverge(RunResult& result, std::int64_t step) {
  result.status = RunStatus::kDiverged;
  result.diverged_at = step;
}

}  // namespace

RunResult train(RunSetup& run, std::span<Observer* const> observers, const std::stop_token& stop) {
  const FlushDenormals flush_denormals;
  const RunHeader& header = run.header;
  Stopwatch wall, in_updates;
  wall.start();
  for (Observer* observer : observers) {
    observer->start(run.config, header);
  }

  BatchOrder order(
      {.count = header.train_samples, .batch_size = header.batch_size, .seed = run.config.seed});
  RunResult result;
  for (std::int64_t step = 0; step < header.updates; ++step) {
    if (stop.stop_requested()) {
      result.status = RunStatus::kInterrupted;
      break;
    }

    in_updates.start();
    const std::optional<UpdateRecord> update = make_update(run, order.rows(step), step);
    in_updates.stop();
    if (!update) {
      diverge(result, step);
      break;
    }
    result.updates = step + 1;
    result.last_loss = update->loss;
    for (Observer* observer : observers) {
      observer->update(*update);
    }

    const bool last = result.updates == header.updates;
    if (result.updates % header.eval_every == 0 || last) {
      const EvalRecord eval = evaluate_run(run, result.updates, update->lr);
      if (!is_finite(eval)) {
        diverge(result, step);  // this update did it
        break;
      }
      run.rates.observe(eval);
      result.evals.push_back(eval);
      for (Observer* observer : observers) {
        observer->eval(eval);
        observer->snapshot(RunSnapshot(run, result.updates, last));
      }
    }
  }

  if (result.status == RunStatus::kInterrupted) {
    for (Observer* observer : observers) {
      observer->snapshot(RunSnapshot(run, result.updates, true));
    }
  }
  wall.stop();
  result.wall_seconds = wall.seconds();
  result.update_seconds = in_updates.seconds();
  result.updates_per_second =
      result.updates > 0 ? static_cast<double>(result.updates) / result.update_seconds : 0.0;
  result.peak_resident_bytes = peak_resident_bytes();
  for (Observer* observer : observers) {
    observer->end(result);
  }
  return result;
}

}  // namespace anneal::inline ANNEAL_PRECISION
