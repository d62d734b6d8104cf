#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/layers/transformer_block.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
