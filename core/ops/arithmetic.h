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

}}  // namespace anneal::ANNEAL_PRECISION
