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

}}  // namespace anneal::ANNEAL_PRECISION
