#pragma once

#include <cstdint>
#include <span>

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// The logarithms of the softmax over the last axis.
///
///   y_k = x_k - log(sum_j exp(x_j)),   computed on x - max(x), so that nothing overflows
///
/// Shapes: x (..., K) -> (..., K). Gradient: dx_k = g_k - softmax(x)_k * sum_j g_j.
Var log_softmax(const Var& x);

struct CrossEntropyOptions {
  /// Share of the target that is spread evenly over all classes, in [0, 1).
  double label_smoothing = 0;
};

/// Mean cross-entropy between the softmax of the logits and integer labels.
///
///   loss = -1/B sum_b sum_k t_bk log_softmax(x_b)_k
///   t_bk = (1 - s) [k = label_b] + s / K,   s = label_smoothing
///
/// Shapes: logits (..., K) with B rows, B labels -> (). Fused: log_softmax and the mean in one op.
/// Gradient: dx = g (softmax(x) - t) / B.
/// Throws std::invalid_argument if the number of labels is not B or B is 0, or a label is outside
/// of [0, K): the message gives its row and value.
Var cross_entropy(const Var& logits,
                  std::span<const std::int32_t> labels,
                  const CrossEntropyOptions& options = {});

/// The same with a distribution over the classes for every row.
///
///   t_bk = (1 - s) targets_bk + s / K
///
/// Shapes: logits (..., K), targets of the same shape -> (). Rows of targets should sum to 1; they
/// are used as they are (as in PyTorch). Gradient: dx = g (softmax(x) sum_k t_bk - t) / B.
Var cross_entropy(const Var& logits,
                  const Tensor& targets,
                  const CrossEntropyOptions& options = {});

/// Mean squared error over all elements.
///
///   loss = 1/n sum_i (prediction_i - target_i)^2
///
/// Shapes: both the same (nothing is broadcast: that hides mistakes) -> ().
/// Gradient: d prediction = 2 g (prediction - target) / n, d target = -d prediction.
/// Throws std::invalid_argument if the shapes differ or are empty.
Var mse(const Var& prediction, const Var& target);
Var mse(const Var& prediction, const Tensor& target);

}}  // namespace anneal::ANNEAL_PRECISION
