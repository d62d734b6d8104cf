#pragma once

#include <cstdint>

#include "models/layers/conv2d.h"
#include "models/layers/linear.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct LeNetOptions {
  Shape sample{1, 28, 28};  // channels, height, width
  Index outputs = 10;
  Init init = Init::kDefault;
};

/// A small convolutional network in the manner of LeNet-5.
///
///   conv C->8 5x5, relu, pool 2
///   conv 8->16 5x5, relu, pool 2
///   linear ->128, relu, linear ->outputs
///
/// Convolutions keep height and width (padding 2); (1, 28, 28) reaches the first linear layer as
/// 16 7 7 = 784 numbers.
/// Shapes: x (B, C, H, W) or (B, C H W) -> (B, outputs).
/// Parameters: "conv1.weight", "conv1.bias", "conv2...", "fc1...", "fc2...".
/// Differs from: LeCun et al. 1998, LeNet-5 (relu for tanh, max for average pooling, two linear
/// layers, other widths).
class LeNet final : public Module {
 public:
  /// Throws std::invalid_argument unless the sample has three axes with height and width >= 4.
  LeNet(const LeNetOptions& options, std::uint64_t seed);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;

  Shape sample_;
  Conv2d conv1_;
  MaxPool2d pool1_;
  Conv2d conv2_;
  MaxPool2d pool2_;
  Linear fc1_;
  Linear fc2_;
};

}}  // namespace anneal::ANNEAL_PRECISION
