#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

// Activations, element by element. Shapes: the output has the shape of x.

/// y = max(0, x); NaN stays NaN. Gradient: dx = g where y > 0, else 0 (so 0 at x = 0, as PyTorch).
Var relu(const Var& x);
/// y = (e^x - e^-x) / (e^x + e^-x). Gradient: dx = g (1 - y^2).
Var tanh(const Var& x);
/// y = 1 / (1 + e^-x). Gradient: dx = g y (1 - y).
Var sigmoid(const Var& x);
/// y = x Phi(x),   Phi(x) = (1 + erf(x / sqrt(2))) / 2, the normal distribution function.
///
/// The exact form, PyTorch's default; not the tanh approximation.
/// Gradient: dx = g (Phi(x) + x phi(x)),   phi(x) = exp(-x^2 / 2) / sqrt(2 pi).
/// Source: Hendrycks and Gimpel 2016, Gaussian error linear units (arXiv:1606.08415).
Var gelu(const Var& x);

}}  // namespace anneal::ANNEAL_PRECISION
