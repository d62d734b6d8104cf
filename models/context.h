#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"

namespace anneal {

/// How a forward pass is meant.
enum class Mode {
  kTrain,     ///< dropout is drawn, batch norm uses the batch and advances its running statistics
  kEvaluate,  ///< no dropout, batch norm uses its running statistics; changes nothing
  kProbe,     ///< computes what kTrain computes but changes nothing: for diagnostics
};

/// A Mode that has to be said. There is no default, since either choice would be wrong for somebody
/// without a word: an evaluation that draws dropout, or a training that never advances a running
/// mean. forward(x, {}) does not compile.
class RequiredMode final {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): for {.mode = Mode::kTrain}
  constexpr RequiredMode(Mode mode) : mode_(mode) {}
  // NOLINTNEXTLINE(google-explicit-constructor): for context.mode == Mode::kTrain
  constexpr operator Mode() const { return mode_; }

 private:
  Mode mode_;
};

/// One line of a model's summary: what a layer gives out, has and costs.
///
/// Units: floating-point operations of one forward pass of one sample; a multiply-add counts as
/// two.
struct LayerSummary {
  std::string name;
  std::string kind;
  Shape output;
  Index parameters = 0;
  Index flops = 0;
};

/// What a forward pass depends on besides its input and the parameters.
///
/// Randomness inside a model (dropout masks, gradient noise) is a pure function of (seed, step,
/// name of the layer): a resumed run draws what an uninterrupted one would have drawn.
struct Context {  // NOLINT(cppcoreguidelines-pro-type-member-init): the mode must be given
  RequiredMode mode;
  std::uint64_t seed = 0;
  std::int64_t step = 0;  // the update that this pass belongs to, from 0
  /// What a batch weighs in batch norm's running statistics, instead of what each layer says. With
  /// 1 / k in the k-th of some batches they become the mean of the batches' statistics.
  std::optional<double> statistics_momentum = {};
  std::vector<LayerSummary>* trace = nullptr;  // where layers report themselves; see summarize()
};

}  // namespace anneal
