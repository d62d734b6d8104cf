#include "models/catalogue.h"

#include "core/check.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

// Each is defined in the file of its model.
ModelEntry logistic_entry();
ModelEntry mlp_entry();
ModelEntry lenet_entry();
ModelEntry cnn_entry();
ModelEntry resnet_entry();
ModelEntry transformer_entry();

const std::vector<ModelEntry>& model_catalogue() {
  static const std::vector<ModelEntry> table{
      logistic_entry(), mlp_entry(),    lenet_entry(),
      cnn_entry(),      resnet_entry(), transformer_entry(),
  };
  return table;
}

std::unique_ptr<Module> make_model(const spec::Expr& expr,
                                   const ModelInput& input,
                                   std::uint64_t seed) {
  const ModelEntry& entry = spec::find_entry(expr, "model", model_catalogue());
  const spec::Arguments arguments = spec::bind(expr, entry.signature);
  check(input.outputs > 0, "model: outputs must be > 0, got ", input.outputs);
  return entry.make(arguments, input, seed);
}

using spec::Parameter;
using spec::ValueKind;

Parameter size_parameter(const char* name, const char* default_text, const char* help) {
  return {.name = name,
          .kind = ValueKind::kInteger,
          .default_text = default_text,
          .range = spec::at_least(1),
          .help = help};
}

Parameter dropout_parameter() {
  return {.name = "dropout",
          .default_text = "0",
          .range = spec::below_from(0, 1),
          .help = "share that is dropped in training"};
}

Parameter init_parameter(const char* default_text) {
  return {.name = "init",
          .kind = ValueKind::kWord,
          .default_text = default_text,
          .choices = {"default", "he", "he_normal", "he_uniform", "glorot", "glorot_normal",
                      "glorot_uniform", "zeros"},
          .help = "distribution of the initial weights; default is PyTorch's, +-1/sqrt(fan_in)"};
}

Init init_of(const spec::Arguments& arguments) {
  return init_by_name(arguments.word("init"));
}

}}  // namespace anneal::ANNEAL_PRECISION
