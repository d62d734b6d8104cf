#pragma once

#include <cstdint>

#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct EmbeddingOptions {
  Index count = 0;  ///< V: ids are 0, ..., count - 1
  Index width = 0;  ///< C
  double deviation = 0.02;
};

/// A table with one row per id.
///
/// Shapes: ids (...) -> (..., C). Parameters: "weight" (V, C), normal with the given deviation.
/// Differs from: torch.nn.Embedding, whose deviation is 1; 0.02 is GPT-2's.
class Embedding final : public Module {
 public:
  /// Throws std::invalid_argument unless count > 0 and width > 0.
  Embedding(std::string name, const EmbeddingOptions& options, std::uint64_t seed);

 private:
  Var compute(const Var& ids, const Context& context) const override;
  void collect(Contents& contents) const override;
  std::string kind() const override { return "embedding"; }

  Var weight_;
};

}}  // namespace anneal::ANNEAL_PRECISION
