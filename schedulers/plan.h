#pragma once

#include "schedulers/time.h"

namespace anneal {

/// What a schedule must know of the run that it is for: defined once, after gradient accumulation
/// and after dropping the last incomplete batch.
struct RunPlan {  // NOLINT(cppcoreguidelines-pro-type-member-init): the first two must be given
  Steps updates_per_epoch;     ///< > 0
  Steps total;                 ///< N > 0: the run makes the updates 0 .. N-1
  Evaluations evaluations{0};  ///< how many the whole run makes; 0: one after every epoch
  LearningRate base{1.0};      ///< the base rate, for schedules that name absolute rates
};

/// The plan of a run that lasts so many epochs. Halves of an update round up.
RunPlan plan_epochs(Epochs epochs, Steps updates_per_epoch, LearningRate base = LearningRate(1.0));

/// Throws std::invalid_argument unless 0 < updates_per_epoch, 0 < total <= 2^53 and base is finite
/// and >= 0.
void check_plan(const RunPlan& plan);

/// An absolute rate as a multiplier of the plan's base rate: rate / base.
///
/// Throws std::invalid_argument if the base rate is 0 and the rate is not.
Multiplier relative_to_base(LearningRate rate, const RunPlan& plan);

}  // namespace anneal
