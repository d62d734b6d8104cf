#include "optim/catalogue.h"

#include <utility>

#include "core/spec/bind.h"
#include "optim/adadelta.h"
#include "optim/adagrad.h"
#include "optim/adam.h"
#include "optim/adamax.h"
#include "optim/amsgrad.h"
#include "optim/lamb.h"
#include "optim/lars.h"
#include "optim/lion.h"
#include "optim/muon.h"
#include "optim/nadam.h"
#include "optim/prodigy.h"
#include "optim/radam.h"
#include "optim/rmsprop.h"
#include "optim/schedule_free.h"
#include "optim/sgd.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

const std::vector<OptimizerEntry>& optimizer_catalogue() {
  static const std::vector<OptimizerEntry> kRows = {
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
  return kRows;
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
  const OptimizerEntry& row = optimizer_entry(call);
  return row.make(std::move(groups), spec::bind(call, row.signature));
}

}}  // namespace anneal::ANNEAL_PRECISION
