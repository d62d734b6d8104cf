#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
