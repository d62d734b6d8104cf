#include "models/mlp.h"

#include <algorithm>
#include <string>

#include "core/check.h"
#include "core/memory.h"
#include "core/ops/activations.h"
#include "core/ops/layout.h"
#include "models/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Activation activation_by_name(std::string_view name) {
  if (name == "relu") {
    return Activation::kRelu;
  }
  if (name == "tanh") {
    return Activation::kTanh;
  }
  if (name == "gelu") {
    return Activation::kGelu;
  }
  check(name == "sigmoid", "activation: unknown name \"", name, "\" (relu, tanh, gelu or sigmoid)");
  return Activation::kSigmoid;
}

Var activate(Activation activation, const Var& x) {
  switch (activation) {
    case Activation::kRelu:
      return relu(x);
    case Activation::kTanh:
      return tanh(x);
    case Activation::kGelu:
      return gelu(x);
    case Activation::kSigmoid:
      break;
  }
  return sigmoid(x);
}

Mlp::Mlp(const MlpOptions& options, std::uint64_t seed)
    : Module(""), activation_(options.activation) {
  std::vector<Index> widths{options.inputs};
  widths.insert(widths.end(), options.hidden.begin(), options.hidden.end());
  widths.push_back(options.outputs);
  double numbers = 0.0;
  for (std::size_t i = 1; i < widths.size(); ++i) {
    numbers += static_cast<double>(widths[i - 1]) * static_cast<double>(widths[i]);
  }
  check_memory(sizeof(Scalar) * numbers, "mlp: hidden=", std::ranges::max(widths));
  const std::size_t last = widths.size() - 2;
  for (std::size_t i = 0; i <= last; ++i) {
    layers_.emplace_back("layers." + std::to_string(i),
                         LinearOptions{.inputs = widths[i],
                                       .outputs = widths[i + 1],
                                       .bias = options.bias,
                                       .relu = i < last && activation_ == Activation::kRelu,
                                       .init = options.init},
                         seed);
  }
}

Var Mlp::compute(const Var& x, const Context& context) const {
  Var h = x.shape().rank() == 2 ? x : flatten(x);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    h = layers_[i].forward(h, context);
    // A linear layer does relu itself, in the pass in which it adds the bias.
    if (i + 1 < layers_.size() && activation_ != Activation::kRelu) {
      h = activate(activation_, h);
    }
  }
  return h;
}

void Mlp::collect(Contents& contents) const {
  for (const Linear& layer : layers_) {
    collect_from(layer, contents);
  }
}

namespace {

spec::Parameter bias_parameter() {
  return {.name = "bias",
          .kind = spec::ValueKind::kFlag,
          .default_text = "true",
          .help = "whether linear layers add a bias"};
}

std::unique_ptr<Module> make_logistic(const spec::Arguments& arguments,
                                      const ModelInput& input,
                                      std::uint64_t seed) {
  const MlpOptions options{.inputs = input.sample.size(),
                           .outputs = input.outputs,
                           .init = init_of(arguments),
                           .bias = arguments.flag("bias")};
  return std::make_unique<Mlp>(options, seed);
}

std::unique_ptr<Module> make_mlp(const spec::Arguments& arguments,
                                 const ModelInput& input,
                                 std::uint64_t seed) {
  const MlpOptions options{.inputs = input.sample.size(),
                           .hidden = arguments.integers("hidden"),
                           .outputs = input.outputs,
                           .activation = activation_by_name(arguments.word("activation")),
                           .init = init_of(arguments),
                           .bias = arguments.flag("bias")};
  return std::make_unique<Mlp>(options, seed);
}

}  // namespace

ModelEntry logistic_entry() {
  return {{.name = "logistic",
           .parameters = {init_parameter(), bias_parameter()},
           .formula = "y = x W^T + b",
           .help = "logistic (or linear) regression: one linear layer"},
          make_logistic,
          {SampleKind::kPoints, SampleKind::kImages}};
}

ModelEntry mlp_entry() {
  return {{.name = "mlp",
           .parameters = {{.name = "hidden",
                           .kind = spec::ValueKind::kIntegers,
                           .default_text = "[]",
                           .range = spec::at_least(1),
                           .help = "widths of the hidden layers: mlp(256, 128)",
                           .rest = true,
                           .positional = true},
                          {.name = "activation",
                           .kind = spec::ValueKind::kWord,
                           .default_text = "relu",
                           .choices = {"relu", "tanh", "gelu", "sigmoid"},
                           .help = "the nonlinearity between layers"},
                          init_parameter(),
                          bias_parameter()},
           .formula = "h = activation(h W_i^T + b_i) for each hidden layer, y = h W^T + b",
           .help = "multilayer perceptron; images are flattened"},
          make_mlp,
          {SampleKind::kPoints, SampleKind::kImages}};
}

}}  // namespace anneal::ANNEAL_PRECISION
