#include "apps/training/loss.h"

#include <algorithm>
#include <utility>

#include "core/ops/losses.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr Index kChunk = 256;  // samples at a time: small enough to stay in the cache

Index count_correct(const Tensor& output, std::span<const std::int32_t> labels) {
  const Index classes = output.shape()[-1];
  const Scalar* row = output.data();
  Index correct = 0;
  for (const std::int32_t label : labels) {
    correct += std::max_element(row, row + classes) - row == label ? 1 : 0;
    row += classes;
  }
  return correct;
}

// Sums over chunks in double, so that the mean does not depend on the precision of a long sum.
class Tally final {
 public:
  void add(const Module& model, Batch batch) {
    const auto samples = static_cast<double>(batch.size());
    const Var output = model.forward(Var(std::move(batch.inputs)), {.mode = Mode::kEvaluate});
    loss_ += samples * static_cast<double>(batch_loss(output, batch, 0.0).value().data()[0]);
    samples_ += samples;
    labels_ += static_cast<double>(batch.labels.size());
    if (!batch.labels.empty()) {
      correct_ += static_cast<double>(count_correct(output.value(), batch.labels));
    }
  }

  Evaluation mean() const {
    Evaluation evaluation{.loss = loss_ / samples_, .accuracy = std::nullopt};
    if (labels_ > 0) {
      evaluation.accuracy = correct_ / labels_;
    }
    return evaluation;
  }

 private:
  double loss_ = 0.0, samples_ = 0.0, correct_ = 0.0, labels_ = 0.0;
};

}  // namespace

Var batch_loss(const Var& output, const Batch& batch, double label_smoothing) {
  if (batch.targets.has_value()) {
    return mse(output, batch.targets);
  }
  return cross_entropy(output, batch.labels, {.label_smoothing = label_smoothing});
}

Evaluation evaluate(const Module& model, const Dataset& data) {
  const NoGrad no_grad;
  Tally tally;
  for (Index first = 0; first < data.size(); first += kChunk) {
    tally.add(model, slice(data, first, std::min(kChunk, data.size() - first)));
  }
  return tally.mean();
}

Evaluation evaluate(const Module& model, const Dataset& data, std::span<const Index> rows) {
  const NoGrad no_grad;
  Tally tally;
  for (std::size_t first = 0; first < rows.size(); first += kChunk) {
    const std::size_t count = std::min<std::size_t>(kChunk, rows.size() - first);
    tally.add(model, gather(data, rows.subspan(first, count)));
  }
  return tally.mean();
}

}}  // namespace anneal::ANNEAL_PRECISION
