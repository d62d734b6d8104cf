#pragma once

#include "models/init.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct Conv2dLayerOptions {
  Index inputs = 0;   // channels in
  Index outputs = 0;  // channels out
  Index kernel = 3;   // square
  Index stride = 1;
  Index padding = 0;
  bool bias = true;
  Init init = Init::kDefault;
};

/// A convolution over images (cross-correlation, as everywhere in the field).
///
/// Shapes: x (B, inputs, H, W), weight (outputs, inputs, kernel, kernel), bias (outputs)
/// -> (B, outputs, (H + 2 padding - kernel) / stride + 1, likewise for W), divisions rounded down.
/// Parameters: "weight" and, if asked for, "bias"; names and shapes are those of torch.nn.Conv2d.
class Conv2d final : public Module {
 public:
  /// Throws std::invalid_argument unless channels, kernel and stride are > 0 and padding >= 0.
  Conv2d(std::string name, const Conv2dLayerOptions& options, std::uint64_t seed);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;
  std::string kind() const override { return "conv2d"; }
  Index flops(const Shape& input, const Shape& output) const override;

  Index stride_;
  Index padding_;
  Var weight_;
  Var bias_;  // without a value if there is none
};

/// The largest value of every size x size square; squares do not overlap, a remainder at the right
/// and at the bottom is dropped.
///
/// Shapes: x (B, C, H, W) -> (B, C, H / size, W / size), rounded down.
class MaxPool2d final : public Module {
 public:
  /// Throws std::invalid_argument unless size > 0.
  MaxPool2d(std::string name, Index size);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& /*contents*/) const override {}
  std::string kind() const override { return "max_pool2d"; }

  Index size_;
};

}}  // namespace anneal::ANNEAL_PRECISION
