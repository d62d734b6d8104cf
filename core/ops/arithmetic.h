#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

// Elementwise arithmetic. Two values broadcast by numpy's rule (core/shape.h); where an input was
// repeated, the engine sums its gradient over the repeats. All of them throw
// std::invalid_argument naming both shapes if these do not broadcast.

/// a + b. Gradient: da = g, db = g.
Var operator+(const Var& a, const Var& b);
/// a - b. Gradient: da = g, db = -g.
Var operator-(const Var& a, const Var& b);
/// a * b, element by element. Gradient: da = g b, db = g a.
Var operator*(const Var& a, const Var& b);
/// a / b. Gradient: da = g / b, db = -g a / b^2.
Var operator/(const Var& a, const Var& b);

/// With one number for all elements, which takes no gradient.
Var operator+(const Var& a, Scalar b);
Var operator-(const Var& a, Scalar b);
Var operator*(const Var& a, Scalar b);
Var operator/(const Var& a, Scalar b);
Var operator+(Scalar a, const Var& b);
Var operator-(Scalar a, const Var& b);
Var operator*(Scalar a, const Var& b);
Var operator/(Scalar a, const Var& b);

/// -a. Gradient: da = -g.
Var operator-(const Var& a);

/// The larger of a and b, element by element; NaN if either is NaN.
///
/// Gradient: g to the larger one; where a = b, half of g to each (a subgradient, as PyTorch).
Var maximum(const Var& a, const Var& b);
/// The smaller of a and b; gradient and ties as for maximum().
Var minimum(const Var& a, const Var& b);

// Functions of one value, element by element. Shapes: the output has the shape of x. Outside of a
// function's domain the result is NaN or infinite, as in <cmath>; nothing throws.

/// y = e^x. Gradient: dx = g y.
Var exp(const Var& x);
/// y = ln x. Gradient: dx = g / x.
Var log(const Var& x);
/// y = x^(1/2). Gradient: dx = g / (2 y), infinite at 0.
Var sqrt(const Var& x);
/// y = x^p for one number p. Gradient: dx = g p x^(p-1), exactly 0 for p = 0.
Var pow(const Var& x, Scalar p);
/// y = |x|. Gradient: dx = g sign(x), 0 at 0.
Var abs(const Var& x);

}}  // namespace anneal::ANNEAL_PRECISION
