#pragma once

#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct BatchNormOptions {
  Index channels = 0;
  double momentum = 0.1;  ///< weight of the newest batch in the running statistics, in (0, 1]
  double eps = 1e-5;
};

/// Batch norm over all axes but the channel's.
///
///   training:    y = weight (x - mean_batch) / sqrt(variance_batch + eps) + bias
///   evaluation:  the same with the running statistics, which every training pass advances
///   advance:     running = (1 - momentum) running + momentum batch, variances with divisor N - 1
///
/// Running statistics are those of the weights that trained. Other weights (an average of them)
/// need their own: training passes with Context::statistics_momentum, as torch's update_bn() does.
/// Shapes: x (B, C) or (B, C, H, W) -> the same.
/// Parameters: "weight" (starts at 1), "bias" (starts at 0), both with the role of a norm.
/// State: buffers "running_mean" (starts at 0) and "running_var" (starts at 1), names and values as
/// in torch.nn.BatchNorm2d. Mode::kProbe uses the batch and leaves the buffers alone.
/// Differs from: PyTorch (no count of batches among the buffers).
/// Source: Ioffe and Szegedy 2015 (arXiv:1502.03167).
class BatchNorm final : public Module {
 public:
  /// Throws std::invalid_argument unless channels > 0, eps > 0 and 0 < momentum <= 1.
  BatchNorm(std::string name, const BatchNormOptions& options);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;
  std::string kind() const override { return "batch_norm"; }

  double momentum_;
  double eps_;
  Var weight_;
  Var bias_;
  Var running_mean_;
  Var running_var_;
};

/// Layer norm over the last axis; see layer_norm().
///
/// Shapes: x (..., C) -> the same.
/// Parameters: "weight" (starts at 1), "bias" (starts at 0), both with the role of a norm.
class LayerNorm final : public Module {
 public:
  /// Throws std::invalid_argument unless width > 0.
  LayerNorm(std::string name, Index width);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;
  std::string kind() const override { return "layer_norm"; }

  Var weight_;
  Var bias_;
};

}}  // namespace anneal::ANNEAL_PRECISION
