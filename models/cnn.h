#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/layers/conv2d.h"
#include "models/layers/linear.h"
#include "models/layers/norm.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

enum class CnnNorm { kNone, kBatch };

struct CnnOptions {
  const char* name = "cnn";          ///< in messages
  Shape sample = {};                 ///< channels, height, width
  std::vector<Index> channels = {};  ///< one stage each
  Index kernel = 3;                  ///< side of all kernels, odd
  std::vector<Index> hidden = {};    ///< widths of linear layers with relu before the last one
  Index outputs = 0;
  CnnNorm norm = CnnNorm::kBatch;
  double dropout = 0;  ///< before the first linear layer
  Init init = Init::kDefault;
};

/// Stages of a convolution that keeps height and width, batch norm, relu and a pool of 2, then
/// linear layers, the last one without relu.
///
/// Shapes: x (B, C, H, W) or (B, C H W) -> (B, outputs).
/// Parameters: "conv1.weight", then "bn1.weight" and "bn1.bias", or "conv1.bias" without a norm
/// (which would remove it), ..., "fc1.weight", "fc1.bias", ... Buffers: "bn1.running_mean" ...
class Cnn final : public Module {
 public:
  /// Throws std::invalid_argument unless the sample has three axes, height and width survive all
  /// pools, and the kernel is odd.
  Cnn(const CnnOptions& options, std::uint64_t seed);

 private:
  struct Stage {
    Conv2d conv;
    std::optional<BatchNorm> norm;
    MaxPool2d pool;
  };

  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;

  const char* model_;
  Shape sample_;
  std::vector<Stage> stages_;
  Dropout dropout_;
  std::vector<Linear> linear_;
};

/// A small convolutional network in the manner of LeNet-5, as a Cnn:
///
///   conv C->8 5x5, relu, pool 2
///   conv 8->16 5x5, relu, pool 2
///   linear ->128, relu, linear ->outputs
///
/// (1, 28, 28) reaches the first linear layer as 16 7 7 = 784 numbers.
/// Parameters: "conv1.weight", "conv1.bias", "conv2...", "fc1...", "fc2...".
/// Throws std::invalid_argument unless the sample has three axes with height and width >= 4.
/// Differs from: LeCun et al. 1998, LeNet-5 (relu for tanh, max for average pooling, two linear
/// layers, other widths).
CnnOptions lenet_options(const Shape& sample, Index outputs, Init init = Init::kDefault);

}}  // namespace anneal::ANNEAL_PRECISION
