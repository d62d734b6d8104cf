#pragma once

#include <limits>
#include <span>
#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct ProdigyOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  /// The first estimate of the distance d; smaller than any sensible one.
  double d0 = 1e-6;
  /// Scales every new estimate.
  double d_coefficient = 1.0;
  /// The largest factor by which d may grow in one update.
  double growth_rate = std::numeric_limits<double>::infinity();
  bool bias_correction = false;
  /// Keeps the rate out of the denominator of d, for schedules with a long warmup.
  bool safeguard_warmup = false;
  WeightDecay coupling = WeightDecay::kDecoupled;
};

/// Adam that estimates its own rate: d, the distance to the solution. The schedule multiplies it,
/// so its base rate is 1.
///
///   e = d lr, times sqrt(1 - beta2^t) / (1 - beta1^t) with bias_correction;   beta3 = sqrt(beta2)
///   a = beta3 a + (d / d0) e sum <g, p_0 - p>          p_0 is where the parameters began
///   s = beta3 s + (d / d0) e g                         (d in place of e with safeguard_warmup)
///   m = beta1 m + (1 - beta1) d g,   v = beta2 v + (1 - beta2) (d g)^2
///   d = max(d, d_coefficient a / sum |s|)              sums over all parameters
///   p -= e m / (sqrt(v) + d eps) + e wd p              e of the old d, eps of the new one
///
/// State: p0, s, m, v for each parameter; once: d, d_max, numerator (a). shared_number("d") is for
/// logs.
/// Throws std::invalid_argument unless beta1, beta2 are in [0, 1), eps >= 0, d0 > 0,
/// d_coefficient > 0 and growth_rate > 1.
/// Source: Mishchenko and Defazio 2024, alg. 4 (arXiv:2306.06101), in the form of the authors'
/// code.
class Prodigy final : public Optimizer {
 public:
  Prodigy(std::vector<ParameterGroup> groups, const ProdigyOptions& options);

 private:
  void before_update(std::span<const ParameterUpdate> updates) override;
  void update_parameter(const ParameterUpdate& u) const override;

  /// e in the formula above.
  double effective_rate(const ParameterUpdate& u, double d) const;

  ProdigyOptions options_;
  double old_d_ = 0.0;  // between before_update() and update_parameter() of the same step
};

}}  // namespace anneal::ANNEAL_PRECISION
