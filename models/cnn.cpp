#include "models/cnn.h"

#include <algorithm>
#include <string>

#include "core/check.h"
#include "core/memory.h"
#include "core/ops/activations.h"
#include "core/ops/layout.h"
#include "models/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// What reaches the linear layers: channels times what the pools leave of the image.
Index features(const CnnOptions& options) {
  const Shape& sample = options.sample;
  const auto pools = static_cast<int>(options.channels.size());
  const Index height = pools < 62 ? sample[1] >> pools : 0;
  const Index width = pools < 62 ? sample[2] >> pools : 0;
  check(height > 0 && width > 0, options.name, ": ", pools,
        " pools of 2 leave nothing of a sample ", sample);
  return (options.channels.empty() ? sample[0] : options.channels.back()) * height * width;
}

// What is between layers of these widths, if each output reads `positions` numbers of an input,
// takes memory.
void check_layers(const CnnOptions& options,
                  const char* argument,
                  const std::vector<Index>& widths,
                  Index positions) {
  double numbers = 0.0;
  for (std::size_t i = 1; i < widths.size(); ++i) {
    numbers += static_cast<double>(widths[i - 1]) * static_cast<double>(widths[i]);
  }
  check_memory(sizeof(Scalar) * static_cast<double>(positions) * numbers, options.name, ": ",
               argument, "=", std::ranges::max(widths));
}

}  // namespace

Cnn::Cnn(const CnnOptions& options, std::uint64_t seed)
    : Module(""),
      model_(options.name),
      sample_(options.sample),
      dropout_("dropout", options.dropout) {
  check(options.sample.rank() == 3, options.name,
        ": a sample needs the shape (channels, height, width), got ", options.sample);
  check(options.kernel % 2 == 1, options.name, ": the kernel must be odd, got ", options.kernel);
  const bool normalized = options.norm == CnnNorm::kBatch;
  std::vector<Index> stages{sample_[0]};
  stages.insert(stages.end(), options.channels.begin(), options.channels.end());
  check_layers(options, "channels", stages, options.kernel * options.kernel);
  Index inputs = sample_[0];
  for (const Index outputs : options.channels) {
    const std::string number = std::to_string(stages_.size() + 1);
    Stage stage{.conv = Conv2d("conv" + number,
                               {.inputs = inputs,
                                .outputs = outputs,
                                .kernel = options.kernel,
                                .padding = options.kernel / 2,
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
  check_layers(options, "hidden", widths, 1);
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
  Var h = as_samples(x, sample_, model_);
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

CnnOptions lenet_options(const Shape& sample, Index outputs, Init init) {
  check(sample.rank() == 3 && sample[1] >= 4 && sample[2] >= 4,
        "lenet: a sample needs the shape (channels, height >= 4, width >= 4), got ", sample);
  return {.name = "lenet",
          .sample = sample,
          .channels = {8, 16},
          .kernel = 5,
          .hidden = {128},
          .outputs = outputs,
          .norm = CnnNorm::kNone,
          .init = init};
}

namespace {

std::unique_ptr<Module> make_lenet(const spec::Arguments& arguments,
                                   const ModelInput& input,
                                   std::uint64_t seed) {
  return std::make_unique<Cnn>(lenet_options(input.sample, input.outputs, init_of(arguments)),
                               seed);
}

std::unique_ptr<Module> make_cnn(const spec::Arguments& arguments,
                                 const ModelInput& input,
                                 std::uint64_t seed) {
  const CnnOptions options{
      .sample = input.sample,
      .channels = arguments.integers("channels"),
      .hidden = arguments.integers("hidden"),
      .outputs = input.outputs,
      .norm = arguments.word("norm") == "batch" ? CnnNorm::kBatch : CnnNorm::kNone,
      .dropout = arguments.number("dropout"),
      .init = init_of(arguments)};
  return std::make_unique<Cnn>(options, seed);
}

}  // namespace

ModelEntry lenet_entry() {
  return {
      {.name = "lenet",
       .parameters = {init_parameter()},
       .formula = "conv 8 5x5, relu, pool 2, conv 16 5x5, relu, pool 2, linear 128, relu, linear",
       .help = "small convolutional network for grey or colour images",
       .source = "after LeCun et al. 1998"},
      make_lenet,
      {SampleKind::kImages}};
}

ModelEntry cnn_entry() {
  return {{.name = "cnn",
           .parameters = {{.name = "channels",
                           .kind = spec::ValueKind::kIntegers,
                           .default_text = "[16, 32]",
                           .range = spec::at_least(1),
                           .help = "one stage each: cnn(channels=[32, 64, 128])"},
                          {.name = "hidden",
                           .kind = spec::ValueKind::kIntegers,
                           .default_text = "[]",
                           .range = spec::at_least(1),
                           .help = "widths of linear layers before the last one"},
                          {.name = "norm",
                           .kind = spec::ValueKind::kWord,
                           .default_text = "batch",
                           .choices = {"batch", "none"},
                           .help = "what follows each convolution"},
                          dropout_parameter(),
                          init_parameter()},
           .formula =
               "stages of conv 3x3, norm, relu, pool 2; then linear layers with relu between them",
           .help = "convolutional network of any depth"},
          make_cnn,
          {SampleKind::kImages}};
}

}}  // namespace anneal::ANNEAL_PRECISION
