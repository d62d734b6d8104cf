#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct RmspropOptions {
  double alpha = 0.99;
  double eps = 1e-8;
  /// eps under the root instead of beside it: TensorFlow, Optax.
  bool eps_inside = false;
  double momentum = 0.0;
  /// Whether the rate multiplies the velocity (PyTorch) or goes into it (Keras).
  VelocityRate rate = VelocityRate::kOutside;
  /// Divide by the standard deviation instead of the root mean square.
  bool centered = false;
  WeightDecay coupling = WeightDecay::kL2;
};

/// Steps scaled by the root mean square of recent gradients.
///
///   v = alpha v + (1 - alpha) g^2
///   d = g / (sqrt(v) + eps);           centered: g / (sqrt(v - a^2) + eps), a = the mean of g
///   b = momentum b + d,    p -= lr b   rate outside
///   b = momentum b + lr d, p -= b      rate inside
///
/// State: v, b unless momentum = 0, and a if centered.
/// Throws std::invalid_argument unless alpha and momentum are in [0, 1) and eps is finite and >= 0.
/// Differs from: PyTorch only where rounding makes v - a^2 negative (0 here, NaN there).
/// Source: Tieleman and Hinton 2012, lecture 6.5; centered: Graves 2013 (arXiv:1308.0850), eq. 38.
class Rmsprop final : public Optimizer {
 public:
  Rmsprop(std::vector<ParameterGroup> groups, const RmspropOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  RmspropOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
