#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/layers/conv2d.h"
#include "models/layers/linear.h"
#include "models/layers/norm.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct ResidualBlockOptions {
  Index inputs = 0;
  Index outputs = 0;
  Index stride = 1;
  Init init = Init::kHeNormal;
};

/// Two 3x3 convolutions around which the input is added.
///
///   y = relu(bn2(conv2(relu(bn1(conv1(x))))) + s)
///   s = x, or bn(conv 1x1(x)) where the shape changes
///
/// Shapes: x (B, inputs, H, W) -> (B, outputs, H / stride, W / stride), rounded up.
/// Parameters, as torchvision's BasicBlock: "conv1", "bn1", "conv2", "bn2", "downsample.0" (the
/// convolution) and "downsample.1" (its norm). Convolutions have no bias.
class ResidualBlock final : public Module {
 public:
  ResidualBlock(std::string name, const ResidualBlockOptions& options, std::uint64_t seed);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;

  Conv2d conv1_;
  BatchNorm bn1_;
  Conv2d conv2_;
  BatchNorm bn2_;
  std::optional<Conv2d> projection_;
  std::optional<BatchNorm> projection_norm_;
};

struct ResNetOptions {
  Shape sample = {};  ///< channels, height, width
  Index outputs = 0;
  Index width = 16;  ///< channels of the first stage; the later two have 2 and 4 times as many
  Index blocks = 1;  ///< per stage: the depth is 6 blocks + 2
  Init init = Init::kHeNormal;
};

/// A residual network for small images.
///
///   conv 3x3, bn, relu, three stages of residual blocks, mean over the image, linear
///
/// The second and the third stage halve height and width.
/// Shapes: x (B, C, H, W) or (B, C H W) -> (B, outputs).
/// Parameters, as in torchvision: "conv1.weight", "bn1.weight", "layer1.0.conv1.weight", ...,
/// "layer3.0.downsample.0.weight", ..., "fc.weight", "fc.bias".
/// Differs from: the paper, where a stage's first shortcut pads with zeros (option A); here it is a
/// 1x1 convolution (option B).
/// Source: He et al. 2016, section 4.2 (arXiv:1512.03385).
class ResNet final : public Module {
 public:
  /// Throws std::invalid_argument unless the sample has three axes and width and blocks are > 0.
  ResNet(const ResNetOptions& options, std::uint64_t seed);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;

  Shape sample_;
  Conv2d conv1_;
  BatchNorm bn1_;
  std::vector<ResidualBlock> blocks_;
  Linear fc_;
};

}}  // namespace anneal::ANNEAL_PRECISION
