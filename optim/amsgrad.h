#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct AmsgradOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  WeightDecay coupling = WeightDecay::kL2;
};

/// Adam whose second moment never falls.
///
///   m = beta1 m + (1 - beta1) g,   v = beta2 v + (1 - beta2) g^2,   v_max = max(v_max, v)
///   p -= lr (m / (1 - beta1^t)) / (sqrt(v_max / (1 - beta2^t)) + eps)
///
/// State: m, v, v_max.
/// Throws std::invalid_argument unless beta1, beta2 are in [0, 1) and eps is finite and >= 0.
/// Differs from: the paper and Keras (no bias correction); follows PyTorch (the maximum is taken
/// before the correction).
/// Source: Reddi et al. 2018, alg. 2 (arXiv:1904.09237).
class Amsgrad final : public Optimizer {
 public:
  Amsgrad(std::vector<ParameterGroup> groups, const AmsgradOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  AmsgradOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
