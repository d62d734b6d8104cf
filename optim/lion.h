#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct LionOptions {
  double beta1 = 0.9;
  double beta2 = 0.99;
  WeightDecay coupling = WeightDecay::kDecoupled;
};

/// Steps of one size: the sign of an interpolated momentum.
///
///   c = beta1 m + (1 - beta1) g
///   p -= lr sign(c),   m = beta2 m + (1 - beta2) g
///
/// sign(0) = 0. Every element moves by exactly lr, so the rate is the step: use about a tenth of
/// Adam's, with about ten times the weight decay.
/// State: m.
/// Throws std::invalid_argument unless beta1, beta2 are in [0, 1).
/// Source: Chen et al. 2023, alg. 2 (arXiv:2302.06675).
class Lion final : public Optimizer {
 public:
  Lion(std::vector<ParameterGroup> groups, const LionOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  LionOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
