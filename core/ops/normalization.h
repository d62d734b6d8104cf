#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What batch norm found in a batch.
struct BatchStatistics {
  Tensor mean;      ///< (C)
  Tensor variance;  ///< (C), with divisor N: the one that normalises the batch
  Index count = 0;  ///< N = B H W: numbers per channel
};

/// The mean and variance of each channel.
///
/// Shapes: x (B, C) or (B, C, ...) -> (C) each.
/// Throws std::invalid_argument naming the shape unless x has rank >= 2 and is not empty.
BatchStatistics batch_statistics(const Tensor& x);

/// Every channel with mean 0 and variance 1 over the batch, then scaled and shifted: for training.
///
///   y = weight * n + bias,   n = (x - mean) / sqrt(variance + eps)
///
/// `statistics` are those of x itself: the gradient takes into account that they depend on x.
/// Shapes: x (B, C, ...), weight (C), bias (C) -> the shape of x.
/// Gradient: dx = weight / sqrt(variance + eps) * (g - mean(g) - n mean(g n));
/// dweight = sum g n, dbias = sum g; means and sums over all axes but the channel's.
/// Throws std::invalid_argument naming the shapes if they do not fit, if eps is not > 0, or if
/// there is only one number per channel.
/// Source: Ioffe and Szegedy 2015, alg. 1 (arXiv:1502.03167).
Var batch_norm(const Var& x,
               const Var& weight,
               const Var& bias,
               const BatchStatistics& statistics,
               double eps = 1e-5);

/// The same map with fixed statistics, such as running means: for evaluation.
///
/// Gradient: dx = g weight / sqrt(variance + eps); dweight and dbias as above.
Var batch_norm_fixed(const Var& x,
                     const Var& weight,
                     const Var& bias,
                     const BatchStatistics& statistics,
                     double eps = 1e-5);

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
