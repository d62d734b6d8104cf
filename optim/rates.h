#pragma once

#include <optional>

namespace anneal {

/// The rates that one update uses: what a schedule hands to an optimizer, as plain absolute
/// numbers.
///
/// Units and ranges: every number is finite and >= 0, momentum below 1. A number that is left out
/// is the optimizer's own. Nothing reads "the current rate": it is an argument of step().
struct Rates {
  double lr = 0.0;
  /// Replaces momentum (SGD and relatives) or beta1 (Adam and relatives).
  std::optional<double> momentum = {};
  /// Replaces the weight decay of every group; parameters that a group exempts stay exempt.
  std::optional<double> weight_decay = {};
  /// The rate that the schedule multiplies; WeightDecay::kSchedule needs it.
  std::optional<double> base_lr = {};
  /// The largest rate of the run; WeightDecay::kSquared needs it.
  std::optional<double> peak_lr = {};
};

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

/// The factors of one group in one update; `rates` are those of the group.
/// Throws std::invalid_argument if the coupling needs a base_lr or peak_lr > 0 that is missing.
DecayFactors decay_factors(WeightDecay coupling, double weight_decay, const Rates& rates);

/// Where the learning rate meets the velocity of a rule with momentum, d being the rule's step.
///
///   kOutside   v = mu v + d,      p -= lr v
///   kInside    v = mu v + lr d,   p -= v
///
/// Outside, as in PyTorch, a new rate acts on the whole velocity at once; inside, as in Keras, what
/// is in the velocity keeps its old rate.
/// Equal for a constant rate. After a drop of the rate, kInside keeps moving at the old one for
/// about 1 / (1 - mu) updates.
enum class VelocityRate { kOutside, kInside };

}  // namespace anneal
