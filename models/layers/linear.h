#pragma once

#include "models/init.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct LinearOptions {
  Index inputs = 0;
  Index outputs = 0;
  bool bias = true;
  bool relu = false;  ///< max(0, y) instead of y
  Init init = Init::kDefault;
};

/// An affine map of every row.
///
///   y = x W^T + b
///
/// Shapes: x (B, ..., inputs), weight (outputs, inputs), bias (outputs) -> (B, ..., outputs).
/// Parameters: "weight" and, if asked for, "bias"; names and shapes are those of torch.nn.Linear.
class Linear final : public Module {
 public:
  /// Throws std::invalid_argument unless inputs > 0 and outputs > 0.
  Linear(std::string name, const LinearOptions& options, std::uint64_t seed);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;
  std::string kind() const override { return "linear"; }
  Index flops(const Shape& input, const Shape& output) const override;

  bool relu_;
  Var weight_;
  Var bias_;  // without a value if there is none
};

}}  // namespace anneal::ANNEAL_PRECISION
