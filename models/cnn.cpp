#include "models/cnn.h"

#include <string>

#include "core/check.h"
#include "core/ops/activations.h"
#include "core/ops/layout.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// What reaches the linear layers: channels times what the pools leave of the image.
Index features(const CnnOptions& options) {
  const Shape& sample = options.sample;
  const auto pools = static_cast<int>(options.channels.size());
  const Index height = pools < 62 ? sample[1] >> pools : 0;
  const Index width = pools < 62 ? sample[2] >> pools : 0;
  check(height > 0 && width > 0, "cnn: ", pools, " pools of 2 leave nothing of a sample ", sample);
  return (options.channels.empty() ? sample[0] : options.channels.back()) * height * width;
}

}  // namespace

Cnn::Cnn(const CnnOptions& options, std::uint64_t seed)
    : Module(""), sample_(options.sample), dropout_("dropout", options.dropout) {
  check(options.sample.rank() == 3, "cnn: a sample needs the shape (channels, height, width), got ",
        options.sample);
  const bool normalized = options.norm == CnnNorm::kBatch;
  Index inputs = sample_[0];
  for (const Index outputs : options.channels) {
    const std::string number = std::to_string(stages_.size() + 1);
    Stage stage{.conv = Conv2d("conv" + number,
                               {.inputs = inputs,
                                .outputs = outputs,
                                .kernel = 3,
                                .padding = 1,
                                .bias = !normalized,
                                .init = options.init},
                               seed),
                .norm = std::nullopt,
                .pool = MaxPool2d("pool" + number, 2)};
    if (normalized) {
      stage.norm.emplace("bn" + number, BatchNormOptions{.channels = outputs});
    }
    stages_.push_back(std::move(stage));
    inputs = outputs;
  }

  std::vector<Index> widths{features(options)};
  widths.insert(widths.end(), options.hidden.begin(), options.hidden.end());
  widths.push_back(options.outputs);
  for (std::size_t i = 1; i < widths.size(); ++i) {
    linear_.emplace_back("fc" + std::to_string(i),
                         LinearOptions{.inputs = widths[i - 1],
                                       .outputs = widths[i],
                                       .relu = i + 1 < widths.size(),
                                       .init = options.init},
                         seed);
  }
}

Var Cnn::compute(const Var& x, const Context& context) const {
  Var h = as_samples(x, sample_, "cnn");
  for (const Stage& stage : stages_) {
    h = stage.conv.forward(h, context);
    if (stage.norm) {
      h = stage.norm->forward(h, context);
    }
    // relu and max commute, value and gradient: behind the pool it sees a quarter of the numbers.
    h = relu(stage.pool.forward(h, context));
  }
  h = dropout_.forward(flatten(h), context);
  for (const Linear& layer : linear_) {
    h = layer.forward(h, context);
  }
  return h;
}

void Cnn::collect(Contents& contents) const {
  for (const Stage& stage : stages_) {
    collect_from(stage.conv, contents);
    if (stage.norm) {
      collect_from(*stage.norm, contents);
    }
  }
  for (const Linear& layer : linear_) {
    collect_from(layer, contents);
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
