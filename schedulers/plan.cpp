#include "schedulers/plan.h"

#include <cmath>

#include "core/check.h"
#include "schedulers/lengths.h"

namespace anneal {

RunPlan plan_epochs(Epochs epochs, Steps updates_per_epoch, LearningRate base) {
  check(epochs.count() > 0.0 && std::isfinite(epochs.count()), "run plan: epochs must be > 0, got ",
        epochs.count());
  const double updates = epochs.count() * static_cast<double>(updates_per_epoch.count());
  RunPlan plan{
      .updates_per_epoch = updates_per_epoch, .total = Steps(rounded(updates)), .base = base};
  check_plan(plan);
  return plan;
}

void check_plan(const RunPlan& plan) {
  constexpr std::int64_t kLongestRun = std::int64_t{1} << 53;  // beyond, doubles skip updates
  check(plan.updates_per_epoch.count() > 0, "run plan: updates per epoch must be > 0, got ",
        plan.updates_per_epoch.count());
  check(plan.total.count() > 0 && plan.total.count() <= kLongestRun,
        "run plan: the number of updates must be in [1, 2^53], got ", plan.total.count());
  check(plan.evaluations.count() >= 0, "run plan: evaluations must be >= 0, got ",
        plan.evaluations.count());
  check(plan.base.value() >= 0.0 && std::isfinite(plan.base.value()),
        "run plan: the base rate must be finite and >= 0, got ", plan.base.value());
}

Multiplier relative_to_base(LearningRate rate, const RunPlan& plan) {
  if (rate.value() == 0.0) {
    return Multiplier(0.0);
  }
  check(plan.base.value() > 0.0, "an absolute rate of ", rate.value(),
        " cannot be expressed as a multiple of the base rate ", plan.base.value(),
        " (give a base rate > 0)");
  return Multiplier(rate.value() / plan.base.value());
}

}  // namespace anneal
