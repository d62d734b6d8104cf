#pragma once

#include "optim/optimizer.h"

namespace anneal::inline ANNEAL_PRECISION {

/// Where the learning rate meets the velocity; see Sgd.
enum class VelocityRate { kOutside, kInside };

struct SgdOptions {
  double momentum = 0.0;
  double dampening = 0.0;
  bool nesterov = false;
  VelocityRate rate = VelocityRate::kOutside;
  /// With the rate inside: rescale the velocity when the rate changes.
  bool goyal_correction = false;
  WeightDecay coupling = WeightDecay::kL2;
};

/// Stochastic gradient descent with momentum.
///
///   outside (PyTorch):  v = mu v + (1 - dampening) g,  p -= lr v            v = g in the first
///   update inside (Keras):     v = mu v + lr g,               p -= v Nesterov:           p -= lr
///   (g + mu v)  outside,   p -= lr g + mu v  inside, with the new v Goyal correction:   v is first
///   multiplied by lr / (the rate of the update before)
///
/// For a constant rate both are the same; after a drop of the rate, inside keeps moving at the old
/// rate for about 1 / (1 - mu) updates. The correction makes inside equal outside again.
/// State: momentum (v), unless momentum = 0.
/// Throws std::invalid_argument unless 0 <= momentum < 1 and 0 <= dampening < 1, for nesterov
/// without momentum or with dampening, for dampening with the rate inside, and for the correction
/// with the rate outside.
/// Source: Sutskever et al. 2013 (ICML), eqs. 1-4; Goyal et al. 2017, section 3 (arXiv:1706.02677).
class Sgd final : public Optimizer {
 public:
  Sgd(std::vector<ParameterGroup> groups, const SgdOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  SgdOptions options_;
};

}  // namespace anneal::inline ANNEAL_PRECISION
