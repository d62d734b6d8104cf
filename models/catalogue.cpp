#include "models/catalogue.h"

#include "core/check.h"
#include "models/cnn.h"
#include "models/lenet.h"
#include "models/mlp.h"
#include "models/resnet.h"
#include "models/transformer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using spec::Arguments;
using spec::Parameter;
using spec::ValueKind;

// Arguments that several models share. Functions, so that nothing runs before main().
Parameter init_parameter(const char* default_text = "default") {
  return {.name = "init",
          .kind = ValueKind::kWord,
          .default_text = default_text,
          .choices = {"default", "he", "he_normal", "he_uniform", "glorot", "glorot_normal",
                      "glorot_uniform", "zeros"},
          .help = "distribution of the initial weights; default is PyTorch's, +-1/sqrt(fan_in)"};
}

Parameter activation_parameter() {
  return {.name = "activation",
          .kind = ValueKind::kWord,
          .default_text = "relu",
          .choices = {"relu", "tanh", "gelu", "sigmoid"},
          .help = "the nonlinearity between layers"};
}

Parameter bias_parameter() {
  return {.name = "bias",
          .kind = ValueKind::kFlag,
          .default_text = "true",
          .help = "whether linear layers add a bias"};
}

Parameter dropout_parameter() {
  return {.name = "dropout",
          .default_text = "0",
          .range = spec::below_from(0, 1),
          .help = "share that is dropped in training"};
}

Parameter size_parameter(const char* name, const char* default_text, const char* help) {
  return {.name = name,
          .kind = ValueKind::kInteger,
          .default_text = default_text,
          .range = spec::at_least(1),
          .help = help};
}

std::unique_ptr<Module> make_logistic(const Arguments& arguments,
                                      const ModelInput& input,
                                      std::uint64_t seed) {
  const MlpOptions options{.inputs = input.sample.size(),
                           .outputs = input.outputs,
                           .init = init_by_name(arguments.word("init")),
                           .bias = arguments.flag("bias")};
  return std::make_unique<Mlp>(options, seed);
}

std::unique_ptr<Module> make_mlp(const Arguments& arguments,
                                 const ModelInput& input,
                                 std::uint64_t seed) {
  const std::vector<std::int64_t> hidden = arguments.integers("hidden");
  const MlpOptions options{.inputs = input.sample.size(),
                           .hidden = {hidden.begin(), hidden.end()},
                           .outputs = input.outputs,
                           .activation = activation_by_name(arguments.word("activation")),
                           .init = init_by_name(arguments.word("init")),
                           .bias = arguments.flag("bias")};
  return std::make_unique<Mlp>(options, seed);
}

std::unique_ptr<Module> make_lenet(const Arguments& arguments,
                                   const ModelInput& input,
                                   std::uint64_t seed) {
  const LeNetOptions options{.sample = input.sample,
                             .outputs = input.outputs,
                             .init = init_by_name(arguments.word("init"))};
  return std::make_unique<LeNet>(options, seed);
}

std::unique_ptr<Module> make_cnn(const Arguments& arguments,
                                 const ModelInput& input,
                                 std::uint64_t seed) {
  const std::vector<std::int64_t> channels = arguments.integers("channels");
  const std::vector<std::int64_t> hidden = arguments.integers("hidden");
  const CnnOptions options{
      .sample = input.sample,
      .channels = {channels.begin(), channels.end()},
      .hidden = {hidden.begin(), hidden.end()},
      .outputs = input.outputs,
      .norm = arguments.word("norm") == "batch" ? CnnNorm::kBatch : CnnNorm::kNone,
      .dropout = arguments.number("dropout"),
      .init = init_by_name(arguments.word("init"))};
  return std::make_unique<Cnn>(options, seed);
}

std::unique_ptr<Module> make_resnet(const Arguments& arguments,
                                    const ModelInput& input,
                                    std::uint64_t seed) {
  const ResNetOptions options{.sample = input.sample,
                              .outputs = input.outputs,
                              .width = arguments.integer("width"),
                              .blocks = arguments.integer("blocks"),
                              .init = init_by_name(arguments.word("init"))};
  return std::make_unique<ResNet>(options, seed);
}

std::unique_ptr<Module> make_transformer(const Arguments& arguments,
                                         const ModelInput& input,
                                         std::uint64_t seed) {
  check(input.sample.rank() == 1, "transformer: a sample needs the shape (length), got ",
        input.sample);
  const TransformerOptions options{
      .vocabulary = input.outputs,
      .length = input.sample[0],
      .width = arguments.integer("width"),
      .layers = arguments.integer("layers"),
      .heads = arguments.integer("heads"),
      .norm = arguments.word("norm") == "pre" ? NormPlace::kPre : NormPlace::kPost,
      .dropout = arguments.number("dropout"),
      .init = init_by_name(arguments.word("init"))};
  return std::make_unique<Transformer>(options, seed);
}

}  // namespace

const std::vector<ModelEntry>& model_catalogue() {
  static const std::vector<ModelEntry> rows{
      {{.name = "logistic",
        .parameters = {init_parameter(), bias_parameter()},
        .formula = "y = x W^T + b",
        .help = "logistic (or linear) regression: one linear layer"},
       make_logistic},
      {{.name = "mlp",
        .parameters = {{.name = "hidden",
                        .kind = ValueKind::kIntegers,
                        .default_text = "[]",
                        .range = spec::at_least(1),
                        .help = "widths of the hidden layers: mlp(256, 128)",
                        .rest = true,
                        .positional = true},
                       activation_parameter(),
                       init_parameter(),
                       bias_parameter()},
        .formula = "h = activation(h W_i^T + b_i) for each hidden layer, y = h W^T + b",
        .help = "multilayer perceptron; images are flattened"},
       make_mlp},
      {{.name = "lenet",
        .parameters = {init_parameter()},
        .formula = "conv 8 5x5, relu, pool 2, conv 16 5x5, relu, pool 2, linear 128, relu, linear",
        .help = "small convolutional network for grey or colour images",
        .source = "after LeCun et al. 1998"},
       make_lenet},
      {{.name = "cnn",
        .parameters = {{.name = "channels",
                        .kind = ValueKind::kIntegers,
                        .default_text = "[16, 32]",
                        .range = spec::at_least(1),
                        .help = "one stage each: cnn(channels=[32, 64, 128])"},
                       {.name = "hidden",
                        .kind = ValueKind::kIntegers,
                        .default_text = "[]",
                        .range = spec::at_least(1),
                        .help = "widths of linear layers before the last one"},
                       {.name = "norm",
                        .kind = ValueKind::kWord,
                        .default_text = "batch",
                        .choices = {"batch", "none"},
                        .help = "what follows each convolution"},
                       dropout_parameter(),
                       init_parameter()},
        .formula =
            "stages of conv 3x3, norm, relu, pool 2; then linear layers with relu between them",
        .help = "convolutional network of any depth"},
       make_cnn},
      {{.name = "resnet",
        .parameters = {size_parameter("blocks", "1", "residual blocks per stage"),
                       size_parameter("width", "16", "channels of the first of three stages"),
                       init_parameter("he")},
        .formula = "conv 3x3, three stages of y = relu(f(x) + x), mean over the image, linear",
        .help = "residual network for small images, 6 blocks + 2 layers deep",
        .source = "He et al. 2016, section 4.2 (arXiv:1512.03385)"},
       make_resnet},
      {{.name = "transformer",
        .parameters = {size_parameter("layers", "2", "blocks of attention and perceptron"),
                       size_parameter("width", "64", "numbers per position"),
                       size_parameter("heads", "4", "of attention; they divide the width"),
                       {.name = "norm",
                        .kind = ValueKind::kWord,
                        .default_text = "pre",
                        .choices = {"pre", "post"},
                        .help = "layer norm before each part, or after each sum"},
                       dropout_parameter(),
                       init_parameter("glorot")},
        .formula = "pre: h = x + f(norm(x));  post: h = norm(x + f(x))",
        .help = "decoder that predicts the next token of a text",
        .source = "Radford et al. 2019; Xiong et al. 2020 (arXiv:2002.04745)"},
       make_transformer},
  };
  return rows;
}

std::unique_ptr<Module> make_model(const spec::Expr& expr,
                                   const ModelInput& input,
                                   std::uint64_t seed) {
  const ModelEntry& row = spec::find_entry(expr, "model", model_catalogue());
  const Arguments arguments = spec::bind(expr, row.signature);
  check(input.outputs > 0, "model: outputs must be > 0, got ", input.outputs);
  return row.make(arguments, input, seed);
}

}}  // namespace anneal::ANNEAL_PRECISION
