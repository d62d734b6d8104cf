#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct NadamOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  /// How fast beta1 warms up from half of its value.
  double momentum_decay = 4e-3;
  WeightDecay coupling = WeightDecay::kL2;
};

/// Adam with Nesterov momentum and a warmup of beta1 of its own.
///
///   mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2),   P_t = mu_1 mu_2 .. mu_t
///   m = beta1 m + (1 - beta1) g,   v = beta2 v + (1 - beta2) g^2
///   p -= lr [(1 - mu_t) / (1 - P_t) g + mu_(t+1) / (1 - P_t mu_(t+1)) m]
///           / (sqrt(v / (1 - beta2^t)) + eps)
///
/// State: m, v, and P_t as the number mu_product.
/// Throws std::invalid_argument unless beta1, beta2 are in [0, 1) and eps, momentum_decay are
/// finite and >= 0.
/// Differs from: PyTorch up to 1.13, which divides m by 1 - P_t mu_t mu_(t+1) (a factor too many).
/// Source: Dozat 2016, Incorporating Nesterov momentum into Adam, alg. 2.
class Nadam final : public Optimizer {
 public:
  Nadam(std::vector<ParameterGroup> groups, const NadamOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  NadamOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
