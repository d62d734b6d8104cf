#pragma once

#include "core/rng.h"
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

/// The softmax over the last axis.
///
///   y_k = exp(x_k) / sum_j exp(x_j),   computed on x - max(x), so that nothing overflows
///
/// Shapes: x (..., K) -> (..., K). Gradient: dx_k = y_k (g_k - sum_j g_j y_j).
/// Throws std::invalid_argument for rank 0 or K = 0.
Var softmax(const Var& x);

/// Every element is dropped with probability p; those that stay are scaled, so that the mean does.
///
///   y = x m,   m = 0 with probability p, else 1 / (1 - p)
///
/// The mask is drawn from `rng`, one word per element, so it is a pure function of the stream: pass
/// one whose name and seed say which layer and which update it is for. Outside of training, do not
/// call it.
/// Shapes: the output has the shape of x. Gradient: dx = g m. p = 0 returns x.
/// Throws std::invalid_argument unless 0 <= p < 1.
/// Source: Srivastava et al. 2014, in the inverted form that every framework uses.
Var dropout(const Var& x, double p, Rng rng);

}}  // namespace anneal::ANNEAL_PRECISION
