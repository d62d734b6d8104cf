#pragma once

#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Causal multi-head attention between given queries, keys and values; see causal_attention().
/// It has no parameters: the maps before and after it are linear layers of their own.
///
/// Shapes: x (B, T, 3 C) -> (B, T, C).
class CausalAttention final : public Module {
 public:
  /// Throws std::invalid_argument unless heads > 0.
  CausalAttention(std::string name, Index heads);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& /*contents*/) const override {}
  std::string kind() const override { return "attention"; }
  Index flops(const Shape& input, const Shape& output) const override;

  Index heads_;
};

}}  // namespace anneal::ANNEAL_PRECISION
