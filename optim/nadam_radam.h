#pragma once

#include <cstdint>
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

struct RadamOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  /// The rectified step begins when rho_t exceeds this: 5 in PyTorch, 4 in the paper.
  double threshold = 5.0;
  WeightDecay coupling = WeightDecay::kL2;
};

/// The length of the simple moving average that Adam's second moment amounts to after t updates.
///
///   rho_inf = 2 / (1 - beta2) - 1,   rho_t = rho_inf - 2 t beta2^t / (1 - beta2^t)
double radam_rho(double beta2, std::int64_t t);

/// RAdam's factor on the rate in update t: it rises from 0 to 1 like a warmup.
///
///   r_t = sqrt((rho_t - 4) (rho_t - 2) rho_inf / ((rho_inf - 4) (rho_inf - 2) rho_t))
///
/// Returns 0 where rho_t <= 4. For beta2 = 0.999: r_10 = 0.048998, r_1000 = 0.645326.
double radam_rectification(double beta2, std::int64_t t);

/// Adam whose rate is rectified while the second moment is young.
///
///   m = beta1 m + (1 - beta1) g,   v = beta2 v + (1 - beta2) g^2
///   p -= lr (m / (1 - beta1^t)) r_t sqrt(1 - beta2^t) / (sqrt(v) + eps)    if rho_t > threshold
///   p -= lr (m / (1 - beta1^t))                                            otherwise
///
/// State: m, v.
/// Throws std::invalid_argument unless beta1, beta2 are in [0, 1), eps is finite and >= 0 and
/// threshold >= 4.
/// Differs from: Adam (eps joins the raw root of v), as PyTorch does.
/// Source: Liu et al. 2020, alg. 2 (arXiv:1908.03265).
class Radam final : public Optimizer {
 public:
  Radam(std::vector<ParameterGroup> groups, const RadamOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  RadamOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
