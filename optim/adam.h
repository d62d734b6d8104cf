#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct AdamOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  /// eps under the root instead of beside it.
  bool eps_inside = false;
  /// eps is added to the root of the raw v instead of the corrected one.
  bool eps_hat = false;
  bool bias_correction = true;
  WeightDecay coupling = WeightDecay::kL2;
};

/// Adam; with the coupling kDecoupled it is AdamW.
///
///   m = beta1 m + (1 - beta1) g
///   v = beta2 v + (1 - beta2) g^2
///   p -= lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps)
///
///   eps_inside:  sqrt(v / (1 - beta2^t) + eps)                       Optax's eps_root
///   eps_hat:     (sqrt(v) + eps) / sqrt(1 - beta2^t)                 Keras; the paper's section 2
///
/// Without bias_correction both denominators 1 - beta^t are 1. Rates::momentum replaces beta1; its
/// correction then uses the beta1 of the update, as PyTorch does.
/// State: m, v.
/// Throws std::invalid_argument unless beta1, beta2 are in [0, 1) and eps is finite and >= 0, or if
/// both eps_inside and eps_hat are asked for.
/// Source: Kingma and Ba 2015, alg. 1 (arXiv:1412.6980); Loshchilov and Hutter 2019
/// (arXiv:1711.05101).
class Adam final : public Optimizer {
 public:
  Adam(std::vector<ParameterGroup> groups, const AdamOptions& options);

 private:
  void update_parameter(const ParameterUpdate& u) const override;

  AdamOptions options_;
};

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
