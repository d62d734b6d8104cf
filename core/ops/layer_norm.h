#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Every row with mean 0 and variance 1, then scaled and shifted.
///
///   y = weight * n + bias,   n = (x - mean(x)) / sqrt(var(x) + eps),   var with divisor C
///
/// Shapes: x (..., C), weight (C), bias (C) -> (..., C).
/// Gradient: dx = (h - mean(h) - n mean(h n)) / sqrt(var + eps) with h = g weight;
/// dweight = sum over rows of g n, dbias = sum over rows of g.
/// Throws std::invalid_argument naming the shapes if they do not fit, or eps is not > 0.
/// Source: Ba, Kiros and Hinton 2016 (arXiv:1607.06450).
Var layer_norm(const Var& x, const Var& weight, const Var& bias, double eps = 1e-5);

}}  // namespace anneal::ANNEAL_PRECISION
