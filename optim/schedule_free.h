#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct ScheduleFreeSgdOptions {
  /// beta: how close the gradients are taken to the average x.
  double momentum = 0.9;
  /// The average weighs update t with t^power (r in the paper's code) times the square of the
  /// largest rate so far.
  double power = 0.0;
  WeightDecay coupling = WeightDecay::kL2;
};

/// SGD that averages instead of decaying its rate.
///
///   z = z - lr g              g is the gradient at y, and y is what the parameter holds
///   x = (1 - c) x + c z       c = w_t / (w_1 + ... + w_t),  w_t = t^power max(lr_1, ..., lr_t)^2
///   y = (1 - beta) z + beta x
///
/// The model is to be judged at x: evaluate inside an EvaluationPoint. Warmup is fine, decay is not
/// needed. Weight decay acts on z, with y as the parameter in its formula.
/// State: x, z, and the numbers max_rate and weight_sum; in a checkpoint, whose parameters are x, y
/// takes the place of x.
/// Throws std::invalid_argument unless 0 <= momentum < 1 and power is finite and >= 0.
/// Differs from: the authors' code (which keeps z only and recovers x from y by a division).
/// Source: Defazio et al. 2024, eqs. 3-5 (arXiv:2405.15682).
class ScheduleFreeSgd final : public Optimizer {
 public:
  ScheduleFreeSgd(std::vector<ParameterGroup> groups, const ScheduleFreeSgdOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  ScheduleFreeSgdOptions options_;
};

struct ScheduleFreeAdamwOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  /// As in ScheduleFreeSgdOptions.
  double power = 0.0;
  WeightDecay coupling = WeightDecay::kDecoupled;
};

/// ScheduleFreeSgd with Adam's second moment; beta1 takes the place of beta.
///
///   v = beta2 v + (1 - beta2) g^2
///   z = z - lr g / (sqrt(v / (1 - beta2^t)) + eps),   x and y as there
///
/// State: x, z, v, and the numbers max_rate and weight_sum.
/// Throws std::invalid_argument unless beta1, beta2 are in [0, 1) and eps, power are finite
/// and >= 0.
/// Source: Defazio et al. 2024, alg. 1 (arXiv:2405.15682).
class ScheduleFreeAdamw final : public Optimizer {
 public:
  ScheduleFreeAdamw(std::vector<ParameterGroup> groups, const ScheduleFreeAdamwOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  ScheduleFreeAdamwOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
