#include "tests/benchmarks/workload.h"

#include <algorithm>
#include <utility>

#include "apps/training/network.h"
#include "core/rng.h"
#include "core/spec/parse.h"
#include "data/batch.h"
#include "data/catalogue.h"
#include "models/catalogue.h"
#include "optim/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
Tensor noise(const Shape& shape) {
  Tensor t(shape);
  Rng rng(0, "noise");
  for (Scalar& value : t.values()) {
    value = static_cast<Scalar>(rng.normal());
  }
  return t;
}

namespace {

std::vector<std::int32_t> random_labels(Index count, Index classes) {
  std::vector<std::int32_t> labels;
  Rng rng(0, "labels");
  for (Index i = 0; i < count; ++i) {
    labels.push_back(static_cast<std::int32_t>(rng.below(classes)));
  }
  return labels;
}

}  // namespace

Workload::Workload(const WorkloadOptions& options, std::shared_ptr<const Dataset> data)
    : data_(std::move(data)), batch_(options.batch) {
  const spec::Expr optimizer = spec::parse(options.optimizer);
  const Index outputs = data_->targets.has_value() ? data_->targets.shape()[-1] : data_->classes;
  const std::span<const Index> extents = data_->inputs.shape().extents();
  model_ = make_model(spec::parse(options.model),
                      {.sample = Shape(extents.subspan(1)), .outputs = outputs}, 1);
  parameters_ = parameters_of(*model_);
  optimizer_ = make_optimizer(optimizer, parameters_);
  lr_ = base_rate(optimizer);
  rows_.resize(static_cast<std::size_t>(batch_));
}

void Workload::step() {
  const Index batches = data_->inputs.shape()[0] / batch_;
  const Index first = steps_ % batches * batch_;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i] = first + static_cast<Index>(i);
  }
  Batch batch = gather(*data_, rows_);
  const Var output = model_->forward(Var(std::move(batch.inputs)),
                                     {.mode = Mode::kTrain, .seed = 1, .step = steps_});
  const Var loss = batch_loss(output, batch, 0.0);
  for (NamedParameter& parameter : parameters_) {
    parameter.var.clear_grad();
  }
  backward(loss);
  optimizer_->step({.lr = lr_});
  ++steps_;
}

std::shared_ptr<const Dataset> fashion_images() {
  static const std::shared_ptr<const Dataset> images = [] {
    try {
      return std::make_shared<const Dataset>(
          load_data(spec::parse("fashion-mnist(train=20000)")).train);
    } catch (const std::runtime_error&) {
      return noise_images({1, 28, 28});
    }
  }();
  return images;
}

std::shared_ptr<const Dataset> noise_images(const Shape& sample, Index count) {
  Dataset data{.name = "noise"};
  data.inputs = noise(Shape{count, sample[0], sample[1], sample[2]});
  data.labels = random_labels(count, 10);
  data.classes = 10;
  return std::make_shared<const Dataset>(std::move(data));
}

std::shared_ptr<const Dataset> random_text(Index length, Index vocabulary) {
  constexpr Index kCount = 320;
  Dataset data{.name = "symbols"};
  const std::vector<std::int32_t> symbols = random_labels(kCount * length, vocabulary);
  data.inputs = Tensor(Shape{kCount, length});
  std::ranges::copy(symbols, data.inputs.data());
  data.labels = random_labels(kCount * length, vocabulary);
  data.classes = vocabulary;
  return std::make_shared<const Dataset>(std::move(data));
}

std::shared_ptr<const Dataset> noise_points() {
  Dataset data{.name = "points"};
  data.inputs = noise({1024, 2});
  data.targets = noise({1024, 1});
  return std::make_shared<const Dataset>(std::move(data));
}

}}  // namespace anneal::ANNEAL_PRECISION
