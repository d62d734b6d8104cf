#pragma once

#include "core/rng.h"
#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
