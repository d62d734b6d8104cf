#include "apps/training/loop.h"

#include "apps/run/remarks.h"
#include "apps/training/process.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

/// A trainer as observers see it.
class View final : public RunView {
 public:
  View(const Trainer& trainer, bool at_end) : trainer_(trainer), at_end_(at_end) {}

  std::int64_t step() const override { return trainer_.step(); }
  bool at_end() const override { return at_end_ || trainer_.done(); }
  NamedArrays parameters() const override { return arrays_of(trainer_.judged()); }
  std::optional<NamedArrays> average() const override {
    const std::optional<State> average = trainer_.averaged();
    return average ? std::optional(arrays_of(*average)) : std::nullopt;
  }
  NamedArrays state() const override { return arrays_of(trainer_.state()); }

 private:
  const Trainer& trainer_;
  bool at_end_;
};

RunStatus status_of(const Trainer& trainer) {
  return trainer.diverged_at() ? RunStatus::kDiverged
         : trainer.done()      ? RunStatus::kDone
                               : RunStatus::kInterrupted;
}

}  // namespace

RunResult train(Trainer& trainer,
                std::span<Observer* const> observers,
                const std::stop_token& stop) {
  const View view(trainer, false);
  Stopwatch wall, in_updates;
  wall.start();
  for (Observer* observer : observers) {
    observer->start(trainer.header(), view);
  }

  RunResult result;
  const auto pause = [&](const RunView& at) {
    if (!trainer.is_finite()) {
      return;  // nothing worth keeping
    }
    for (Observer* observer : observers) {
      observer->pause(at);
    }
  };
  const std::int64_t keep_every = trainer.header().checkpoint_every;
  const auto evaluate = [&] {
    const std::optional<EvalRecord> eval = trainer.evaluate();
    if (!eval) {
      return;
    }
    result.evals.push_back(*eval);
    for (Observer* observer : observers) {
      observer->eval(*eval);
    }
    if (keep_every == 0) {
      pause(view);
    }
  };
  if (trainer.evaluation_due()) {
    evaluate();  // before the first update, or of a state that was taken before its evaluation
  }
  const std::int64_t first = trainer.step();
  while (!trainer.done() && !stop.stop_requested()) {
    in_updates.start();
    const std::optional<UpdateRecord> update = trainer.update();
    in_updates.stop();
    if (!update) {
      break;
    }
    result.last_loss = update->loss;
    for (Observer* observer : observers) {
      observer->update(*update);
    }
    if (trainer.evaluation_due()) {
      evaluate();
    }
    const bool last = trainer.step() == trainer.header().updates;
    if (keep_every > 0 && !trainer.diverged_at() && (trainer.step() % keep_every == 0 || last)) {
      pause(view);
    }
  }

  result.status = status_of(trainer);
  result.diverged_at = trainer.diverged_at();
  result.updates = trainer.step();
  if (result.status == RunStatus::kInterrupted) {
    pause(View(trainer, true));
  }
  wall.stop();
  result.wall_seconds = wall.seconds();
  result.update_seconds = in_updates.seconds();
  const auto made = static_cast<double>(trainer.step() - first);
  result.updates_per_second = made > 0 ? made / result.update_seconds : 0.0;
  result.peak_resident_bytes = peak_resident_bytes();
  judge(trainer.header(), result);
  for (Observer* observer : observers) {
    observer->end(result);
  }
  return result;
}

}}  // namespace anneal::ANNEAL_PRECISION
