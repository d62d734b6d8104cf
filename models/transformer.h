#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/layers/causal_attention.h"
#include "models/layers/dropout.h"
#include "models/layers/embedding.h"
#include "models/layers/linear.h"
#include "models/layers/norm.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
  Var think(const Var& x, const Context& context) const;

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

struct TransformerOptions {
  Index vocabulary = 0;
  Index length = 0;  ///< T: positions that it knows
  Index width = 64;
  Index layers = 2;
  Index heads = 4;
  NormPlace norm = NormPlace::kPre;
  double dropout = 0;  ///< on the embedding too
  Init init = Init::kGlorotUniform;
};

/// A decoder that predicts the next token at every position.
///
///   h = tokens[id] + positions[t],   blocks,   norm (if it is pre),   logits = h W^T
///
/// Shapes: ids (B, T) with T <= length -> (B T, vocabulary), one row per position, batch-major.
/// Parameters: "tokens.weight", "positions.weight", "blocks.0.norm1.weight", ..., "norm.weight",
/// "norm.bias", "head.weight" (no bias).
/// Source: Radford et al. 2019 (GPT-2) for pre-norm, Vaswani et al. 2017 (arXiv:1706.03762) for
/// post-norm; why they differ: Xiong et al. 2020 (arXiv:2002.04745).
class Transformer final : public Module {
 public:
  /// Throws std::invalid_argument unless all sizes are > 0 and the heads divide the width.
  Transformer(const TransformerOptions& options, std::uint64_t seed);

 private:
  Var compute(const Var& ids, const Context& context) const override;
  void collect(Contents& contents) const override;

  Index length_;
  Embedding tokens_;
  Embedding positions_;
  Dropout dropout_;
  std::vector<TransformerBlock> blocks_;
  std::optional<LayerNorm> norm_;
  Linear head_;
};

}}  // namespace anneal::ANNEAL_PRECISION
