#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
///   outside (PyTorch):  v = mu v + (1 - dampening) g,   p -= lr v
///   inside (Keras):     v = mu v + lr g,                p -= v
///   Nesterov outside:   p -= lr (g + mu v)              with the new v
///   Nesterov inside:    p -= lr g + mu v                with the new v
///
/// Outside, v = g in the first update, whatever the dampening. Goyal's correction: before the
/// update, v is multiplied by lr / (the rate of the update before).
/// The correction makes inside equal outside for a rate that changes, as long as it is not 0.
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

}}  // namespace anneal::ANNEAL_PRECISION
