#include "optim/rates.h"

#include "core/check.h"

namespace anneal {

DecayFactors decay_factors(WeightDecay coupling, double weight_decay, const Rates& rates) {
  if (weight_decay == 0.0) {
    return {};  // and no coupling asks for its base or peak rate
  }
  switch (coupling) {
    case WeightDecay::kL2:
      return {.l2 = weight_decay, .keep = 1.0};
    case WeightDecay::kDecoupled:
      return {.l2 = 0.0, .keep = 1.0 - rates.lr * weight_decay};
    case WeightDecay::kSchedule:
      check(rates.base_lr.value_or(0.0) > 0.0,
            "weight decay: the coupling `schedule` divides by the base rate: give Rates::base_lr");
      return {.l2 = 0.0, .keep = 1.0 - rates.lr / *rates.base_lr * weight_decay};
    case WeightDecay::kSquared:
      check(rates.peak_lr.value_or(0.0) > 0.0,
            "weight decay: the coupling `squared` divides by the peak rate: give Rates::peak_lr");
      return {.l2 = 0.0, .keep = 1.0 - rates.lr * rates.lr / *rates.peak_lr * weight_decay};
    case WeightDecay::kIndependent:
      return {.l2 = 0.0, .keep = 1.0 - weight_decay};
  }
  return {};
}

}  // namespace anneal
