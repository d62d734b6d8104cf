#pragma once

#include <cstdint>
#include <vector>

#include "core/spec/length.h"
#include "schedulers/time.h"

namespace anneal {

/// What a schedule must know of the run that it is for: defined once, after gradient accumulation
/// and after dropping the last incomplete batch.
struct RunPlan {  // NOLINT(cppcoreguidelines-pro-type-member-init): the first two must be given
  Steps updates_per_epoch;     ///< > 0
  Steps total;                 ///< N > 0: the run makes the updates 0 .. N-1
  Evaluations evaluations{0};  ///< how many the whole run makes; 0: one after every epoch
  LearningRate base{1.0};      ///< the base rate, for schedules that name absolute rates

  /// What its lengths are of (core/spec/length.h has what becomes of them).
  operator RunLength() const {  // NOLINT(google-explicit-constructor): a plan is one, and more
    return {.updates_per_epoch = updates_per_epoch, .total = total};
  }
};

/// The plan of a run that lasts so many epochs. Halves of an update round up.
RunPlan plan_epochs(Epochs epochs, Steps updates_per_epoch, LearningRate base = LearningRate(1.0));

/// Throws std::invalid_argument unless 0 < updates_per_epoch, 0 < total <= 2^53 and base is finite
/// and >= 0.
void check_plan(const RunPlan& plan);

/// An absolute rate as a multiplier of the plan's base rate: rate / base, moved by the one or two
/// last digits that make base * multiplier exactly the rate again, where there is such a number.
///
/// Throws std::invalid_argument if the base rate is 0 and the rate is not.
Multiplier relative_to_base(LearningRate rate, const RunPlan& plan);

/// rounded(), but never one update more than the surroundings have after their own rounding.
std::int64_t rounded_within(double exact, std::int64_t available);

/// Splits `target` updates over pieces of these exact lengths by largest remainder: whole parts
/// first, then one more for the largest remainders, the earlier piece first among equals.
///
/// The result sums to `target` whenever |sum(exact) - target| < 1.
std::vector<std::int64_t> apportion(const std::vector<double>& exact, std::int64_t target);

}  // namespace anneal
