#include "schedulers/plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/check.h"

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
  // A rate that was itself such a product is at most two steps of a double away from its factor.
  const double base = plan.base.value();
  const double near = rate.value() / base;
  const double above = std::nextafter(near, 2.0 * near);
  const double below = std::nextafter(near, 0.0);
  for (const double factor :
       {near, above, below, std::nextafter(above, 2.0 * near), std::nextafter(below, 0.0)}) {
    if (base * factor == rate.value()) {
      return Multiplier(factor);
    }
  }
  return Multiplier(near);
}

std::int64_t rounded_within(double exact, std::int64_t available) {
  const std::int64_t length = rounded(exact);
  return length > available && exact < static_cast<double>(available + 1) ? available : length;
}

std::vector<std::int64_t> apportion(const std::vector<double>& exact, std::int64_t target) {
  std::vector<std::int64_t> whole(exact.size());
  std::vector<std::size_t> order(exact.size());
  for (std::size_t i = 0; i < exact.size(); ++i) {
    whole[i] =
        static_cast<std::int64_t>(std::min(std::floor(exact[i]), static_cast<double>(kEndless)));
  }
  // Largest remainder: whole parts first, then the updates that rounding down left over, one each
  // to the pieces that lost most. Rounding each piece by itself could sum to one update too many or
  // too few; a stable sort gives an update to the earlier of two equal pieces, on every machine.
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto remainder = [&](std::size_t i) { return exact[i] - std::floor(exact[i]); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainder(a) > remainder(b); });
  // Many endless parts would overflow a whole number; as doubles they only say that none is left.
  double sum = 0.0;
  for (const std::int64_t part : whole) {
    sum += static_cast<double>(part);
  }
  if (!(sum <= 0x1p53)) {
    return whole;
  }
  std::int64_t left = target - static_cast<std::int64_t>(sum);
  for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left) {
    ++whole[order[i]];
  }
  return whole;
}

}  // namespace anneal
