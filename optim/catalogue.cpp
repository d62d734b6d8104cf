#include "optim/catalogue.h"

#include <utility>

namespace anneal { inline namespace ANNEAL_PRECISION {

// Each is at the end of the .cpp file of its rule.
OptimizerEntry sgd_entry();
OptimizerEntry adam_entry();
OptimizerEntry adamw_entry();
OptimizerEntry amsgrad_entry();
OptimizerEntry nadam_entry();
OptimizerEntry radam_entry();
OptimizerEntry adamax_entry();
OptimizerEntry adagrad_entry();
OptimizerEntry rmsprop_entry();
OptimizerEntry adadelta_entry();
OptimizerEntry lion_entry();
OptimizerEntry lars_entry();
OptimizerEntry lamb_entry();
OptimizerEntry muon_entry();
OptimizerEntry schedule_free_sgd_entry();
OptimizerEntry schedule_free_adamw_entry();
OptimizerEntry prodigy_entry();

namespace {

// What PyTorch's and Keras's lines have besides: how to compute, not what.
std::vector<spec::Skipped> pasted_arguments() {
  return {{.name = "params", .first = true},  // model.parameters()
          {.name = "foreach"},
          {.name = "fused"},
          {.name = "capturable"},
          {.name = "name"},
          {.name = "maximize", .value = "false"},
          {.name = "differentiable", .value = "false"}};
}

std::vector<OptimizerEntry> make_optimizers() {
  std::vector<OptimizerEntry> table = {
      sgd_entry(),
      adam_entry(),
      adamw_entry(),
      amsgrad_entry(),
      nadam_entry(),
      radam_entry(),
      adamax_entry(),
      adagrad_entry(),
      rmsprop_entry(),
      adadelta_entry(),
      lion_entry(),
      lars_entry(),
      lamb_entry(),
      muon_entry(),
      schedule_free_sgd_entry(),
      schedule_free_adamw_entry(),
      prodigy_entry(),
  };
  for (OptimizerEntry& entry : table) {
    for (const spec::Skipped& argument : pasted_arguments()) {
      entry.signature.skipped.push_back(argument);
    }
  }
  return table;
}

}  // namespace

const std::vector<OptimizerEntry>& optimizer_catalogue() {
  static const std::vector<OptimizerEntry> kOptimizers = make_optimizers();
  return kOptimizers;
}

// In averages.cpp.
AverageEntry ema_entry();
AverageEntry tail_entry();
AverageEntry lawa_entry();

const std::vector<AverageEntry>& average_catalogue() {
  static const std::vector<AverageEntry> kAverages = {ema_entry(), tail_entry(), lawa_entry()};
  return kAverages;
}

const OptimizerEntry& optimizer_entry(const spec::Expr& call) {
  return spec::find_entry(call, "optimizer", optimizer_catalogue());
}

double base_rate(const spec::Expr& call) {
  return spec::bind(call, optimizer_entry(call).signature).number("lr");
}

ParameterGroup default_group(const spec::Expr& call) {
  const spec::Arguments arguments = spec::bind(call, optimizer_entry(call).signature);
  return {.weight_decay = arguments.number("weight_decay"),
          .decay_biases = arguments.flag("decay_biases")};
}

std::unique_ptr<Optimizer> make_optimizer(const spec::Expr& call, NamedParameters parameters) {
  ParameterGroup group = default_group(call);
  group.parameters = std::move(parameters);
  std::vector<ParameterGroup> groups;
  groups.push_back(std::move(group));
  return make_optimizer(call, std::move(groups));
}

std::unique_ptr<Optimizer> make_optimizer(const spec::Expr& call,
                                          std::vector<ParameterGroup> groups) {
  const OptimizerEntry& entry = optimizer_entry(call);
  return entry.make(std::move(groups), spec::bind(call, entry.signature));
}

std::unique_ptr<WeightAverage> make_average(const spec::Expr& call,
                                            NamedParameters parameters,
                                            const RunLength& run) {
  const AverageEntry& entry = spec::find_entry(call, "average", average_catalogue());
  return entry.make(std::move(parameters), spec::bind(call, entry.signature), run);
}

}}  // namespace anneal::ANNEAL_PRECISION
