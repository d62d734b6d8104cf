#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct LarsOptions {
  double momentum = 0.9;
  /// eta: how far a layer moves in one update, as a share of its norm, at rate 1.
  double trust = 1e-3;
  /// False takes 1 as the trust ratio of parameters of the roles kBias and kNorm.
  bool adapt_biases = false;
  VelocityRate rate = VelocityRate::kInside;
  WeightDecay coupling = WeightDecay::kL2;
};

/// SGD with momentum in which each parameter moves by a share of its own norm.
///
///   r = trust |p| / (|g| + wd |p|)          1 if |p| or |g| is 0
///   v = mu v + lr r (g + wd p),  p -= v      rate inside, the paper's form
///   v = mu v + r (g + wd p),     p -= lr v   rate outside
///
/// A parameter's norms cost one pass before the update. With a coupling other than kL2, wd is 0 in
/// these formulas.
/// State: v.
/// Throws std::invalid_argument unless momentum is in [0, 1) and trust is finite and > 0.
/// Source: You, Gitman and Ginsburg 2017, alg. 1 (arXiv:1708.03888).
class Lars final : public Optimizer {
 public:
  Lars(std::vector<ParameterGroup> groups, const LarsOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  LarsOptions options_;
};

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
