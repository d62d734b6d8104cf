#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct AdagradOptions {
  /// The rate of update t is lr / (1 + (t - 1) lr_decay), on top of any schedule.
  double lr_decay = 0.0;
  /// What `sum` starts from: 0 in PyTorch, 0.1 in Keras and Optax.
  double initial_sum = 0.0;
  double eps = 1e-10;
  /// eps under the root instead of beside it: Keras and Optax.
  bool eps_inside = false;
  WeightDecay coupling = WeightDecay::kL2;
};

/// Rates that fall with the squared gradients summed so far: a schedule is built in.
///
///   sum = sum + g^2
///   p -= lr / (1 + (t - 1) lr_decay) g / (sqrt(sum) + eps)
///
/// State: sum.
/// Throws std::invalid_argument unless lr_decay, initial_sum and eps are finite and >= 0.
/// Source: Duchi, Hazan and Singer 2011 (JMLR 12), section 1.1.
class Adagrad final : public Optimizer {
 public:
  Adagrad(std::vector<ParameterGroup> groups, const AdagradOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  AdagradOptions options_;
};

struct AdadeltaOptions {
  double rho = 0.9;
  double eps = 1e-6;
  WeightDecay coupling = WeightDecay::kL2;
};

/// Steps in the units of the parameter: the ratio of two running root mean squares.
///
///   v = rho v + (1 - rho) g^2
///   d = sqrt(w + eps) / sqrt(v + eps) g,   w = rho w + (1 - rho) d^2
///   p -= lr d
///
/// State: v, w.
/// Throws std::invalid_argument unless rho is in [0, 1) and eps is finite and > 0.
/// Differs from: the paper, which has no rate (lr = 1).
/// Source: Zeiler 2012, alg. 1 (arXiv:1212.5701).
class Adadelta final : public Optimizer {
 public:
  Adadelta(std::vector<ParameterGroup> groups, const AdadeltaOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  AdadeltaOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
