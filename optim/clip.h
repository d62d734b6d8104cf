#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// The Euclidean norm of all gradients taken as one vector, summed in double in one pass.
/// A parameter without a gradient counts as zero.
double gradient_norm(const NamedParameters& parameters);

/// Scales all gradients by one factor so that their common norm is at most `max_norm`.
///
///   g <- g min(1, max_norm / |g|)
///
/// Returns the norm before clipping. Gradients whose norm is not finite are left as they are: the
/// caller sees it in the returned norm.
/// Throws std::invalid_argument unless max_norm > 0.
/// Differs from: PyTorch (adds 1e-6 to the norm).
/// Source: Pascanu et al. 2013, alg. 1 (arXiv:1211.5063).
double clip_gradient_norm(const NamedParameters& parameters, double max_norm);

/// Limits every element of every gradient to [-max_value, max_value]; NaN stays NaN.
/// Throws std::invalid_argument unless max_value > 0.
void clip_gradient_value(const NamedParameters& parameters, double max_value);

}}  // namespace anneal::ANNEAL_PRECISION
