#include "models/catalogue.h"

#include "core/check.h"
#include "models/lenet.h"
#include "models/mlp.h"

namespace anneal::inline ANNEAL_PRECISION {
namespace {

using spec::Arguments;
using spec::Parameter;
using spec::ValueKind;

const Parameter kInit{
    .name = "init",
    .kind = ValueKind::kWord,
    .default_text = "default",
    .choices = {"default", "he", "he_normal", "he_uniform", "glorot", "glorot_normal",
                "glorot_uniform", "zeros"},
    .help = "distribution of the initial weights; default is PyTorch's, +-1/sqrt(fan_in)"};
const Parameter kActivation{.name = "activation",
                            .kind = ValueKind::kWord,
                            .default_text = "relu",
                            .choices = {"relu", "tanh", "gelu", "sigmoid"},
                            .help = "the nonlinearity between layers"};
const Parameter kBias{.name = "bias",
                      .kind = ValueKind::kFlag,
                      .default_text = "true",
                      .help = "whether linear layers add a bias"};

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

}  // namespace

const std::vector<ModelRow>& model_catalogue() {
  static const std::vector<ModelRow> rows{
      {{.name = "logistic",
        .parameters = {kInit, kBias},
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
                       kActivation,
                       kInit,
                       kBias},
        .formula = "h = activation(h W_i^T + b_i) for each hidden layer, y = h W^T + b",
        .help = "multilayer perceptron; images are flattened"},
       make_mlp},
      {{.name = "lenet",
        .parameters = {kInit},
        .formula = "conv 8 5x5, relu, pool 2, conv 16 5x5, relu, pool 2, linear 128, relu, linear",
        .help = "small convolutional network for grey or colour images",
        .source = "after LeCun et al. 1998"},
       make_lenet},
  };
  return rows;
}

std::unique_ptr<Module> make_model(const spec::Expr& expr,
                                   const ModelInput& input,
                                   std::uint64_t seed) {
  const ModelRow& row = spec::find_row(expr, "model", model_catalogue());
  const Arguments arguments = spec::bind(expr, row.signature);
  check(input.outputs > 0, "model: outputs must be > 0, got ", input.outputs);
  return row.make(arguments, input, seed);
}

}  // namespace anneal::inline ANNEAL_PRECISION
