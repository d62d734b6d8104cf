#include "apps/training/loop.h"

#include <cmath>
#include <utility>
#include <vector>

#include "apps/training/checkpoint.h"
#include "apps/training/evaluate_run.h"
#include "apps/training/loss.h"
#include "apps/training/process.h"
#include "core/pool.h"
#include "data/batch_order.h"
#include "optim/clip.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

/// The mean loss of the batches of update `step`; the mean of their gradients is then in grad().
double mean_loss_and_gradient(RunSetup& run, std::span<const Index> rows, std::int64_t step) {
  for (NamedParameter& parameter : run.parameters) {
    parameter.var.clear_grad();
  }
  const std::uint64_t seed = run.config.seed;
  const auto epoch = static_cast<std::uint64_t>(step / run.header.updates_per_epoch);
  const std::int64_t batches = run.header.accumulate;
  const std::size_t batch_size = rows.size() / static_cast<std::size_t>(batches);
  double sum = 0.0;
  for (std::int64_t k = 0; k < batches; ++k) {
    Batch batch = gather_training(
        run.data->train, rows.subspan(static_cast<std::size_t>(k) * batch_size, batch_size),
        {.seed = seed, .epoch = epoch});
    const Var output =  // every batch draws noise of its own
        run.model->forward(Var(std::move(batch.inputs)),
                           {.mode = Mode::kTrain, .seed = seed, .step = step * batches + k});
    const Var loss = batch_loss(output, batch, run.config.label_smoothing);
    backward(loss);  // adds to the gradients of the batches before
    sum += loss.value().data()[0];
  }
  if (batches > 1) {
    for (NamedParameter& parameter : run.trained) {
      parameter.var.scale_grad(static_cast<Scalar>(1.0 / static_cast<double>(batches)));
    }
  }
  return sum / static_cast<double>(batches);
}

/// Clips as the run asks, by norm and then by value; returns the norm before.
double clip_gradient(const RunSetup& run) {
  const double norm = run.config.clip_norm ? clip_gradient_norm(run.trained, *run.config.clip_norm)
                                           : gradient_norm(run.trained);
  if (run.config.clip_value) {
    clip_gradient_value(run.trained, *run.config.clip_value);
  }
  return norm;
}

/// The rates of update `step` for each group of the optimizer; the rest comes last.
std::vector<Rates, PoolAllocator<Rates>> rates_of_groups(const RunSetup& run, std::int64_t step) {
  const std::size_t own = run.rates.groups().size();
  std::vector<Rates, PoolAllocator<Rates>> rates(run.optimizer->groups().size());
  for (std::size_t i = 0; i < rates.size(); ++i) {
    rates[i] = i < own ? run.rates.at(step, i) : run.rates.at(step);
  }
  return rates;
}

/// The values of RunHeader::extra_columns.
ExtraNumbers extra_numbers(const RunSetup& run, std::span<const Rates> rates) {
  ExtraNumbers numbers;
  std::size_t training = 0;
  for (const GroupConfig& group : run.groups) {
    const double lr = group.frozen() ? 0.0 : rates[training++].lr;
    if (group.has_own_rate()) {
      numbers.push_back(lr);
    }
  }
  for (const std::string& name : run.logged) {
    numbers.push_back(run.optimizer->shared_number(name));
  }
  return numbers;
}

/// Update number `step`, or nothing, and no change, if its loss or gradient is not finite.
std::optional<UpdateRecord> make_update(RunSetup& run,
                                        std::span<const Index> rows,
                                        std::int64_t step) {
  const double loss = mean_loss_and_gradient(run, rows, step);
  const double grad_norm = clip_gradient(run);
  if (!std::isfinite(loss) || !std::isfinite(grad_norm)) {
    return std::nullopt;
  }

  const auto rates = rates_of_groups(run, step);
  const Rates base = run.rates.at(step);
  UpdateRecord record{.step = step,
                      .epoch = run.header.epoch_of(step),
                      .lr = base.lr,
                      .loss = loss,
                      .grad_norm = grad_norm,
                      .momentum = base.momentum,
                      .weight_decay = base.weight_decay,
                      .extra = extra_numbers(run, rates)};
  run.optimizer->step(rates);  // where schedule and optimizer meet
  if (run.average) {
    run.average->observe();
  }
  return record;
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

  BatchOrder order({.count = header.train_samples,
                    .batch_size = header.batch_size * header.accumulate,
                    .seed = run.config.seed});
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

}}  // namespace anneal::ANNEAL_PRECISION
