#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/pool.h"
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
  double lr = 0.0;                          ///< the rate that the last update before it used
  double train_loss = 0.0;                  ///< on a fixed sample of the training set
  double val_loss = 0.0;                    ///< on the whole validation set
  std::optional<double> val_accuracy = {};  ///< in [0, 1]; classification only
  std::optional<AverageEval> average = {};  ///< absent until the average holds something
};

/// What is known of a run before its first update; everything resolved, nothing written yet.
struct RunHeader {
  std::string data, model, optimizer, schedule;  ///< in canonical form
  std::optional<std::string> momentum_schedule, weight_decay_schedule;
  std::vector<std::string> groups;     ///< in canonical form
  std::optional<std::string> average;  ///< in canonical form
  std::int64_t train_samples = 0;
  std::int64_t validation_samples = 0;
  std::optional<double> loss_floor = {};  ///< no model is below it in expectation, where known
  std::int64_t parameters = 0;            ///< trainable numbers
  std::int64_t batch_size = 0;            ///< resolved: never kFullBatch
  std::int64_t accumulate = 1;            ///< batches per update
  std::int64_t updates_per_epoch = 0;
  std::int64_t updates = 0;
  std::int64_t eval_every = 0;  ///< in updates
  double base_lr = 0.0;
  Preview preview = {};                         ///< of the learning rate's schedule
  std::vector<std::string> optimizer_warnings;  ///< what to know before combining the two
  std::string optimizer_formula, optimizer_state, rate_enters;  ///< what the catalogue says of it
  /// Columns of steps.csv that this run has and others do not: "lr:layers.0.*", Prodigy's "d".
  std::vector<std::string> extra_columns;
  bool classification = true;
  std::string precision;  ///< "float" or "double"

  /// Time in epochs after `step` updates: step / updates_per_epoch.
  double epoch_of(std::int64_t step) const;
};

enum class RunStatus { kDone, kDiverged, kInterrupted };

/// What a run came to.
struct RunResult {
  RunStatus status = RunStatus::kDone;
  std::optional<std::int64_t> diverged_at;  ///< the update whose loss or gradient was not finite
  std::int64_t updates = 0;                 ///< updates made
  std::optional<double> last_loss;          ///< training loss of the last good update
  std::vector<EvalRecord> evals;            ///< finite ones only, in order

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
