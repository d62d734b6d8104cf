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

}}  // namespace anneal::ANNEAL_PRECISION
