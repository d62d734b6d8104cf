#pragma once

#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
