#pragma once

#include "optim/rates.h"

namespace anneal {

/// How weight decay and learning rate act together; wd is the weight decay, p a parameter.
///
///   kL2           g += wd p                    classical; adaptive rules then rescale it
///   kDecoupled    p -= lr wd p                 AdamW in PyTorch, Optax and Keras
///   kSchedule     p -= (lr / base_lr) wd p     Loshchilov and Hutter's eta_t; Composer, timm
///   kSquared      p -= (lr^2 / peak_lr) wd p   AdamC
///   kIndependent  p -= wd p                    the schedule does not reach it
///
/// Source: Loshchilov and Hutter 2019, alg. 2 (arXiv:1711.05101); Defazio 2025, AdamC
/// (arXiv:2506.02285).
enum class WeightDecay { kL2, kDecoupled, kSchedule, kSquared, kIndependent };

/// What weight decay does in one update: the rule sees the gradient g + l2 p, and starts from
/// keep p.
struct DecayFactors {
  double l2 = 0.0;
  double keep = 1.0;
};

/// The factors of one group in one update; `rates` are those of the group (lr_scale applied).
/// Throws std::invalid_argument if the coupling needs a base_lr or peak_lr > 0 that is missing.
DecayFactors decay_factors(WeightDecay coupling, double weight_decay, const Rates& rates);

}  // namespace anneal
