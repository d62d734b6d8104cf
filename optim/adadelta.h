#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
