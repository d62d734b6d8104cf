#pragma once

#include <cstdint>

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

/// Drops a share p of its input in training, and nothing in evaluation; see dropout().
///
/// The mask is a pure function of (context.seed, context.step, name).
/// Shapes: any -> the same.
class Dropout final : public Module {
 public:
  /// Throws std::invalid_argument unless 0 <= p < 1.
  Dropout(std::string name, double p);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& /*contents*/) const override {}

  double p_;
  std::string stream_;  // kept: making the name would reach the heap in every pass
};

}}  // namespace anneal::ANNEAL_PRECISION
