#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct LambOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-6;
  /// False takes 1 as the trust ratio of parameters of the roles kBias and kNorm.
  bool adapt_biases = false;
  WeightDecay coupling = WeightDecay::kDecoupled;
};

/// Adam in which each parameter moves by a share of its own norm.
///
///   m = beta1 m + (1 - beta1) g,   v = beta2 v + (1 - beta2) g^2
///   d = (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps) + wd p
///   p -= lr |p| / |d| d                        the ratio is 1 if |p| or |d| is 0
///
/// The coupling kDecoupled has the paper's place inside d; with any other one, wd is 0 here. The
/// norms cost one pass before the update, which also renews m and v.
/// State: m, v.
/// Throws std::invalid_argument unless beta1, beta2 are in [0, 1) and eps is finite and >= 0.
/// Source: You et al. 2020, alg. 2 with phi(x) = x (arXiv:1904.00962).
class Lamb final : public Optimizer {
 public:
  Lamb(std::vector<ParameterGroup> groups, const LambOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  LambOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
