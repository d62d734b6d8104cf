#pragma once

#include "models/layers/linear.h"
#include "models/layers/norm.h"

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

/// Where a block normalises.
enum class NormPlace {
  kPre,   ///< before each part: y = x + f(norm(x)); trains without warmup
  kPost,  ///< after each sum: y = norm(x + f(x)), as in the original; needs warmup
};

struct TransformerBlockOptions {
  Index width = 0;
  Index heads = 0;
  NormPlace norm = NormPlace::kPre;
  double dropout = 0;  ///< on the output of each part
  Init init = Init::kGlorotUniform;
};

/// Causal self-attention, then a two-layer perceptron of four times the width with gelu; each is
/// added to its input.
///
/// Shapes: x (B, T, C) -> the same.
/// Parameters: "norm1", "qkv" (3 C, C), "out" (C, C), "norm2", "up" (4 C, C), "down" (C, 4 C), each
/// with weight and bias.
class TransformerBlock final : public Module {
 public:
  TransformerBlock(std::string name, const TransformerBlockOptions& options, std::uint64_t seed);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;
  Var attend(const Var& x, const Context& context) const;
  Var feed_forward(const Var& x, const Context& context) const;

  NormPlace norm_;
  LayerNorm norm1_;
  Linear qkv_;
  CausalAttention attention_;
  Linear out_;
  Dropout dropout1_;
  LayerNorm norm2_;
  Linear up_;
  Linear down_;
  Dropout dropout2_;
};

}}  // namespace anneal::ANNEAL_PRECISION
