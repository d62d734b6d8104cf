#include "apps/training/network.h"

#include <algorithm>
#include <utility>

#include "core/ops/losses.h"
#include "core/rng.h"
#include "models/module.h"

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

std::vector<Index> choose_train_sample(Index count) {
  if (count <= kTrainSample) {
    return {};
  }
  std::vector<Index> rows = Rng(0, "train sample").permutation(count);
  rows.resize(kTrainSample);
  std::ranges::sort(rows);  // memory is read in order
  return rows;
}

void load_parameters(const Module& model, State state, std::string_view what) {
  const State own = state_of(model);
  std::erase_if(state.tensors, [&](const NamedTensor& tensor) {
    const std::string_view owner = std::string_view(tensor.name).substr(0, tensor.name.rfind('.'));
    return own.find(owner) != nullptr;  // "layers.0.weight.m" belongs to "layers.0.weight"
  });
  load_state_into(model, state, what);
}

Network::Network(std::unique_ptr<Module> model,
                 std::shared_ptr<const DataSplit> data,
                 const NetworkOptions& options)
    : model_(std::move(model)),
      data_(std::move(data)),
      options_(options),
      parameters_(parameters_of(*model_)),
      train_sample_(choose_train_sample(data_->train.size())),
      order_(order_of_batches()) {}

BatchOrder Network::order_of_batches() const {
  return BatchOrder({.count = data_->train.size(),
                     .batch_size = options_.batch_size * options_.accumulate,
                     .seed = options_.seed});
}

Batch Network::batch(BatchOrder& order, std::int64_t step, std::int64_t k) const {
  const auto size = static_cast<std::size_t>(options_.batch_size);
  return gather_training(
      data_->train, order.rows(step).subspan(static_cast<std::size_t>(k) * size, size),
      {.seed = options_.seed, .epoch = static_cast<std::uint64_t>(order.epoch_of(step))});
}

Context Network::context(std::int64_t step, std::int64_t k) const {
  return {.mode = Mode::kTrain,
          .seed = options_.seed,
          .step = step * options_.accumulate + k};  // every batch draws its own noise
}

double Network::loss_and_gradient(std::int64_t step) {
  for (NamedParameter& parameter : parameters_) {
    parameter.var.clear_grad();
  }
  double sum = 0.0;
  for (std::int64_t k = 0; k < options_.accumulate; ++k) {
    Batch part = batch(order_, step, k);
    const Var output = model_->forward(Var(std::move(part.inputs)), context(step, k));
    const Var loss = batch_loss(output, part, options_.label_smoothing);
    backward(loss);  // adds to the gradients of the batches before
    sum += loss.value().data()[0];
  }
  const auto batches = static_cast<double>(options_.accumulate);
  if (options_.accumulate > 1) {
    for (NamedParameter& parameter : parameters_) {
      parameter.var.scale_grad(static_cast<Scalar>(1.0 / batches));
    }
  }
  return sum / batches;
}

Judgement Network::judge() const {
  return {.train = train_sample_.empty() ? evaluate(*model_, data_->train)
                                         : evaluate(*model_, data_->train, train_sample_),
          .validation = evaluate(*model_, data_->validation)};
}

void Network::renew_statistics() {
  const NoGrad no_grad;
  BatchOrder order = order_of_batches();  // another one: training stays where it is in its epoch
  const std::int64_t most = std::max<std::int64_t>(kTrainSample / options_.batch_size, 1);
  const std::int64_t batches =
      std::min<std::int64_t>(order.updates_per_epoch() * options_.accumulate, most);
  for (std::int64_t i = 0; i < batches; ++i) {
    const std::int64_t step = i / options_.accumulate;
    const std::int64_t k = i % options_.accumulate;
    Context pass = context(step, k);
    pass.statistics_momentum = 1.0 / static_cast<double>(i + 1);
    model_->forward(Var(batch(order, step, k).inputs), pass);
  }
}

State Network::state() const {
  return state_of(*model_);
}

void Network::load(const State& state, std::string_view what) {
  load_parameters(*model_, state, what);
}

}}  // namespace anneal::ANNEAL_PRECISION
