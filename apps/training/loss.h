#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/var.h"
#include "data/batch.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What is minimised: mean cross-entropy for a batch with labels, mean squared error for one with
/// targets.
///
/// Shapes: output (B, K), or (B, ..., K) with one row per label -> ().
Var batch_loss(const Var& output, const Batch& batch, double label_smoothing);

/// How well a model does on samples that it is not being trained on.
struct Evaluation {
  double loss = 0.0;               ///< mean over the samples, without label smoothing
  std::optional<double> accuracy;  ///< share of the labels whose output is the largest
};

/// Evaluates on all of `data`, or on `rows` of it. Changes nothing.
Evaluation evaluate(const Module& model, const Dataset& data);
Evaluation evaluate(const Module& model, const Dataset& data, std::span<const Index> rows);

}}  // namespace anneal::ANNEAL_PRECISION
