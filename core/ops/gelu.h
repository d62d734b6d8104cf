#pragma once

#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct GeluValues {
  Tensor y;      ///< x Phi(x)
  Tensor slope;  ///< dy/dx = Phi(x) + x phi(x)
};

/// The Gaussian error linear unit and its derivative, in one vectorised pass.
///
///   Phi(-u) = exp(-u^2 / 2) P(t) / (u + k),   t = (u - k) / (u + k),   u = |x|
///
/// P is a polynomial of degree 9 in float (k = 4, relative error 1.3e-8) and 21 in double (k = 5,
/// 3.6e-17), interpolated at Chebyshev nodes. Phi is within 1.2e-7 in float and 4e-16 in double
/// of the exact value; std::erf is as exact, but a call per element, which was 45 % of a small
/// transformer's training step; the benchmark gelu_activation measures this one.
/// Shapes: both as x.
GeluValues gelu_values(const Tensor& x);

}}  // namespace anneal::ANNEAL_PRECISION
