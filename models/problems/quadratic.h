#pragma once

#include <vector>

#include "models/problems/problem.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// How the gradient noise of a quadratic depends on the direction.
enum class NoiseShape {
  kHessian,   ///< variance noise^2 h_i / batch: that of regression with noisy labels
  kIdentity,  ///< variance noise^2 / batch
};

struct QuadraticOptions {
  std::vector<double> spectrum = {};  ///< curvatures h_i
  std::vector<double> start = {1};    ///< one number each, or one for all
  double noise = 0;                   ///< sigma
  double batch = 1;                   ///< samples that the noise is averaged over
  NoiseShape shape = NoiseShape::kHessian;
};

/// A bowl along the axes, with gradient noise if asked for.
///
///   L(x) = 1/2 sum_i h_i x_i^2 + sum_i xi_i x_i,   xi_i normal with mean 0
///
/// Gradient: dL/dx_i = h_i x_i + xi_i; the noise is fresh at every step. Under a rate lr, the
/// second moment s_i = E x_i^2 follows exactly the noisy quadratic model:
///
///   s_i' = (1 - lr h_i)^2 s_i + lr^2 var(xi_i)
///
/// Parameters: "point" (n).
/// Source: Zhang et al. 2019, Which algorithmic choices matter at which batch sizes?
/// (arXiv:1907.04164), who use NoiseShape::kHessian.
class Quadratic final : public Problem {
 public:
  /// Throws std::invalid_argument for an empty spectrum, a start of another size, noise < 0,
  /// batch <= 0, or noise shaped as a Hessian that has a negative curvature.
  explicit Quadratic(const QuadraticOptions& options);

 private:
  Var compute(const Context& context) const override;

  Var curvatures_;
  Tensor deviations_;  // of the noise; without a value if there is none
};

/// h_i = i^-power for i = 1, ..., terms.
std::vector<double> power_spectrum(Index terms, double power);

}}  // namespace anneal::ANNEAL_PRECISION
