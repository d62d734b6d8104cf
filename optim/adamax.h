#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct AdamaxOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  WeightDecay coupling = WeightDecay::kL2;
};

/// Adam with the largest recent gradient in place of the second moment.
///
///   m = beta1 m + (1 - beta1) g,   u = max(beta2 u, |g| + eps)
///   p -= lr / (1 - beta1^t) m / u
///
/// State: m, u.
/// Throws std::invalid_argument unless beta1, beta2 are in [0, 1) and eps is finite and >= 0.
/// Differs from: the paper (no eps); Keras and Optax add eps to u instead. Follows PyTorch.
/// Source: Kingma and Ba 2015, alg. 2 (arXiv:1412.6980).
class Adamax final : public Optimizer {
 public:
  Adamax(std::vector<ParameterGroup> groups, const AdamaxOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  AdamaxOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
