#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/run/config.h"
#include "core/pool.h"
#include "schedulers/plan.h"
#include "schedulers/preview.h"

namespace anneal {

/// The numbers of one update that only some runs have, in blocks of the pool: a step takes nothing
/// from the heap.
using ExtraNumbers = std::vector<double, PoolAllocator<double>>;

/// One update, as it was made.
struct UpdateRecord {
  std::int64_t step = 0;   ///< updates made before this one: 0 for the first
  double epoch = 0.0;      ///< step / updates_per_epoch
  double lr = 0.0;         ///< the rate that this update used
  double loss = 0.0;       ///< training loss of this batch, before the update
  double grad_norm = 0.0;  ///< global norm of the gradient, before clipping
  std::optional<double> momentum = {},
                        weight_decay = {};  ///< what this update used, where scheduled
  ExtraNumbers extra = {};                  ///< what this update used of RunHeader::extra_columns
};

/// The weight average of a run, judged like the last iterate beside it.
struct AverageEval {
  double train_loss = 0.0;
  double val_loss = 0.0;
  std::optional<double> val_accuracy = {};
};

/// One evaluation, of the parameters after `step` updates.
struct EvalRecord {
  std::int64_t step = 0;
  double epoch = 0.0;
  std::optional<double> lr = {};  ///< that the last update before it used, if there was one
  double train_loss = 0.0;        ///< on a fixed sample of the training set
  double val_loss = 0.0;          ///< on the whole validation set
  std::optional<double> val_accuracy = {};  ///< in [0, 1]; classification only
  std::optional<AverageEval> average = {};  ///< absent until the average holds something
};

/// What is known of a run before its first update; everything resolved, nothing written yet.
struct RunHeader {
  /// The run as it was asked for, with every text in canonical form.
  RunConfig config;
  /// The calls of `config` with the defaults of all arguments written out, by the setting's name:
  /// what they were on the day of the run.
  std::map<std::string, std::string> expanded = {};
  /// The files that the run reads by name, besides its data set: initial parameters, tables.
  std::vector<std::string> files = {};
  /// Of the classes, in the order of their numbers, where the data set has names.
  std::vector<std::string> class_names = {};
  std::int64_t train_samples = 0;
  std::int64_t validation_samples = 0;
  std::string data_hash = {};             ///< of all samples and labels, in hexadecimal digits
  std::optional<double> loss_floor = {};  ///< no model is below it in expectation, where known
  /// The training loss of the best answer that ignores its input (remarks.h), where it is known.
  std::optional<double> guessing_loss = {};
  std::int64_t parameters = 0;  ///< trainable numbers
  std::int64_t batch_size = 0;  ///< resolved: never kFullBatch
  std::int64_t updates_per_epoch = 0;
  std::int64_t updates = 0;
  std::int64_t eval_every = 0;        ///< in updates
  std::int64_t checkpoint_every = 0;  ///< in updates; 0: after each evaluation
  std::int64_t log_every = 1;         ///< updates to a row of steps.csv
  double base_lr = 0.0;
  bool average_is_empty = false;  ///< config.average never begins: the run is too short for it
  Preview preview = {};           ///< of the learning rate's schedule
  // What to know before training this, a sentence each. Everyone who trains says them.
  std::vector<std::string> warnings = {};  ///< probably not what is wanted
  std::vector<std::string> notes = {};     ///< as it must be, but worth knowing
  std::string optimizer_formula = {}, optimizer_state = {},
              rate_enters = {};  ///< what the catalogue says of it
  /// Columns of steps.csv that this run has and others do not: "lr:layers.0.*", Prodigy's "d".
  std::vector<std::string> extra_columns = {};
  bool classification = true;

  /// Whether the run ends with averaged weights, to be judged beside its own.
  bool has_average() const { return config.average && !average_is_empty; }
  /// Time in epochs after `step` updates: step / updates_per_epoch.
  double epoch_of(std::int64_t step) const;
};

/// What schedules are resolved against.
RunPlan plan_of(const RunHeader& header);

/// The length of the run in updates. Throws std::invalid_argument for more than 2^53.
std::int64_t total_updates(const RunConfig& config, std::int64_t updates_per_epoch);

/// A setting that is a length ("1ep", "100it" or "10%") in updates, no more than the run has; for a
/// header that knows the length of the run and of an epoch. Throws spec::SpecError and
/// std::invalid_argument, which begin with `option`, for anything else.
std::int64_t updates_of(const std::string& length, const char* option, const RunHeader& header);

/// config.log_every likewise, or for "auto" the least number of updates to a row with which
/// steps.csv has no more than 100,000 rows. Throws std::invalid_argument as above.
std::int64_t updates_of_a_row(const RunHeader& header);

enum class RunStatus { kDone, kDiverged, kInterrupted };

/// What a run came to.
struct RunResult {
  RunStatus status = RunStatus::kDone;
  /// The update whose loss or gradient was not finite, or that led to an evaluation that is not; or
  /// the last one that began with a training loss no higher than at the start (divergence.h).
  std::optional<std::int64_t> diverged_at;
  std::int64_t updates = 0;         ///< updates made
  std::optional<double> last_loss;  ///< training loss of the last good update
  std::vector<EvalRecord> evals;    ///< finite ones only, in order; the first before all updates
  bool no_better_than_guessing = false;   ///< is done, and has learnt nothing of its input
  std::vector<std::string> remarks = {};  ///< a sentence each: what its numbers mean (remarks.h)

  double wall_seconds = 0.0;
  double update_seconds = 0.0;      ///< spent in updates: not in evaluations, observers or loading
  double updates_per_second = 0.0;  ///< updates / update_seconds
  std::int64_t peak_resident_bytes = 0;  ///< of the whole process

  /// The last evaluation: the last iterate, never the best so far.
  std::optional<EvalRecord> final_eval() const;
  /// The one with the least validation loss, the first of equals.
  std::optional<EvalRecord> best_eval() const;
};

/// "done", "diverged at update 18" or "interrupted".
std::string status_text(const RunResult& result);

}  // namespace anneal
