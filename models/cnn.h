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
  Shape sample = {};                 ///< channels, height, width
  std::vector<Index> channels = {};  ///< one stage each
  std::vector<Index> hidden = {};    ///< widths of linear layers with relu before the last one
  Index outputs = 0;
  CnnNorm norm = CnnNorm::kBatch;
  double dropout = 0;  ///< before the first linear layer
  Init init = Init::kDefault;
};

/// Stages of a 3x3 convolution that keeps height and width, batch norm, relu and a pool of 2, then
/// linear layers, the last one without relu.
///
/// Shapes: x (B, C, H, W) or (B, C H W) -> (B, outputs).
/// Parameters: "conv1.weight", then "bn1.weight" and "bn1.bias", or "conv1.bias" without a norm
/// (which would remove it), ..., "fc1.weight", "fc1.bias", ... Buffers: "bn1.running_mean" ...
class Cnn final : public Module {
 public:
  /// Throws std::invalid_argument unless the sample has three axes, and height and width survive
  /// all pools.
  Cnn(const CnnOptions& options, std::uint64_t seed);

 private:
  struct Stage {
    Conv2d conv;
    std::optional<BatchNorm> norm;
    MaxPool2d pool;
  };

  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;

  Shape sample_;
  std::vector<Stage> stages_;
  Dropout dropout_;
  std::vector<Linear> linear_;
};

}}  // namespace anneal::ANNEAL_PRECISION
