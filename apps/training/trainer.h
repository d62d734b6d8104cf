#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "apps/run/divergence.h"
#include "apps/run/rates.h"
#include "apps/run/result.h"
#include "apps/training/objective.h"
#include "optim/averages.h"
#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A number of each update that only some runs have: its column, and its value before the update.
struct LoggedColumn {
  std::string name;  ///< "lr:layers.0.*", Prodigy's "d"
  std::function<double(const Optimizer&, std::span<const Rates>)> value;
};

/// What a Trainer is made of.
struct TrainerParts {
  RunHeader header;
  std::unique_ptr<Objective> objective;
  NamedParameters trained;  ///< of the objective's, without those that a group freezes
  std::unique_ptr<Optimizer> optimizer;
  std::unique_ptr<WeightAverage> average;  ///< nullptr if none is asked for
  RunRates rates;
  std::vector<LoggedColumn> columns;
};

/// A run that is stepped from outside: batch, loss, backward, clip, update, average.
///
///     trainer.evaluate();
///     while (!trainer.done()) {
///       trainer.update();
///       if (trainer.evaluation_due()) trainer.evaluate();
///     }
///
/// No files, no threads, no clocks. Its whole state is a value: a trainer made of the same parts
/// that loads it goes on bit for bit, wherever it was taken. An update whose loss or gradient is
/// not finite, and an evaluation that is not, end the run as diverged; so does the last evaluation
/// if its training loss is above where it began (divergence.h), once that has been evaluated.
class Trainer final {
 public:
  explicit Trainer(TrainerParts parts);

  const RunHeader& header() const { return parts_.header; }
  const Objective& objective() const { return *parts_.objective; }
  const RunRates& rates() const { return parts_.rates; }

  /// Updates made so far.
  std::int64_t step() const { return progress_.step; }
  /// All planned updates are made, or the run has diverged.
  bool done() const { return progress_.step == header().updates || diverged_at(); }
  /// As in RunResult.
  std::optional<std::int64_t> diverged_at() const { return progress_.diverged_at; }

  /// Makes one update and says what it used; nothing, and no change, if it diverges.
  /// Throws std::logic_error if the run is done.
  std::optional<UpdateRecord> update();

  /// An evaluation belongs here and has not been made: before the first update, after every
  /// eval_every updates and the last.
  bool evaluation_due() const;
  /// Judges the parameters, and the weight average beside them, and tells metric-driven schedules;
  /// nothing if a loss is not finite: then the last update did it. Schedules are not told of the
  /// evaluation before the first update: their patience counts what training did.
  std::optional<EvalRecord> evaluate();
  /// The parameters at the point where the optimizer wants to be judged. Changes nothing.
  Judgement judge() const;
  /// Parameters and buffers, there.
  State judged() const;
  /// Parameters and buffers with the weight average in them; nothing until it holds something.
  std::optional<State> averaged() const;
  /// Whether all parameters are finite, those that train and those that are judged: worth keeping.
  bool is_finite() const;

  /// All that the next updates depend on: parameters, optimizer, average, schedules, counters. What
  /// is drawn depends on the step alone.
  ///
  /// Its parameters and buffers are judged(): a model by themselves. Where others train, they are
  /// beside them ("layers.0.weight.y"), and so are the buffers of the weight average
  /// ("bn1.running_mean.average").
  State state() const;
  /// Goes on from a state() of a trainer made of the same parts. Throws std::runtime_error or
  /// std::invalid_argument naming what is missing or does not fit; the trainer is then of no use.
  void load(const State& state);

 private:
  friend struct TrainerTestAccess;

  /// Everything of a run that changes and is not a part's own. state() takes it apart by structured
  /// binding: with one more member it does not compile until that is saved too.
  struct Progress {
    std::int64_t step = 0;
    std::int64_t evaluated_at = -1;  ///< updates made at the last evaluation
    double last_lr = 0.0;            ///< the rate that the last update used
    std::optional<std::int64_t> diverged_at = {};
    LossWatch loss = {};
  };

  /// look() where the optimizer wants to be judged: parameters, and the statistics that belong to
  /// them.
  template <class Look>
  auto at_judged_point(const Look& look) const;
  /// look() at the weight average, likewise; nothing until it holds something.
  template <class Look>
  auto at_average(const Look& look) const -> std::optional<decltype(look())>;

  std::optional<AverageEval> judge_average() const;

  TrainerParts parts_;
  Progress progress_;
};

}}  // namespace anneal::ANNEAL_PRECISION
