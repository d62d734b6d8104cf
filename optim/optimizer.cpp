#include "optim/optimizer.h"

#include <cmath>
#include <set>
#include <stdexcept>
#include <unordered_set>

#include "core/check.h"
#include "optim/saved_state.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

bool is_rate(double value) {
  return std::isfinite(value) && value >= 0.0;
}

void check_rates(const Rates& rates, const RuleTraits& traits) {
  const std::string& name = traits.name;
  check(is_rate(rates.lr), name, ": the learning rate must be finite and >= 0, got ", rates.lr);
  if (rates.momentum) {
    check(traits.momentum.has_value(), name, ": has no momentum that a schedule could set");
    check(0.0 <= *rates.momentum && *rates.momentum < 1.0, name,
          ": momentum must be in [0, 1), got ", *rates.momentum);
  }
  for (const auto& [what, value] :
       {std::pair{"weight decay", rates.weight_decay}, std::pair{"base rate", rates.base_lr},
        std::pair{"peak rate", rates.peak_lr}}) {
    check(is_rate(value.value_or(0.0)), name, ": the ", what, " must be finite and >= 0, got ",
          value.value_or(0.0));
  }
}

}  // namespace

Optimizer::Optimizer(std::vector<ParameterGroup> groups, RuleTraits traits)
    : groups_(std::move(groups)), traits_(std::move(traits)) {
  std::set<std::string_view> names;
  std::unordered_set<const Node*> nodes;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const ParameterGroup& group = groups_[g];
    check(is_rate(group.weight_decay), traits_.name, ": group \"", group.name,
          "\": weight_decay must be finite and >= 0, got ", group.weight_decay);

    for (const NamedParameter& parameter : group.parameters) {
      check(parameter.var.requires_grad(), traits_.name, ": ", parameter.name,
            " takes no gradient");
      check(names.insert(parameter.name).second, traits_.name, ": two parameters are named ",
            parameter.name);
      check(nodes.insert(parameter.var.node()).second, traits_.name, ": ", parameter.name,
            " is there twice, under another name or in another group");

      Slot slot{.group = g, .parameter = &parameter};
      for (const StateTensor& kept : traits_.tensors) {
        const bool wanted = kept.kept_for == nullptr || kept.kept_for(parameter);
        slot.tensors.push_back(
            wanted ? Tensor::full(parameter.var.shape(), static_cast<Scalar>(kept.fill))
                   : Tensor());
      }
      slot.numbers.resize(traits_.numbers.size());
      slots_.push_back(std::move(slot));
    }
  }
  check(!slots_.empty(), traits_.name, ": no parameters to optimise");
  pending_.reserve(slots_.size());
}

void Optimizer::step(const Rates& rates) {
  repeated_.assign(groups_.size(), rates);
  step(std::span<const Rates>(repeated_));
}

void Optimizer::step(std::span<const Rates> rates) {
  if (at_evaluation_point_) {
    throw std::logic_error(join_text(traits_.name, ": step while an EvaluationPoint lives"));
  }
  check(rates.size() == groups_.size(), traits_.name, ": ", groups_.size(),
        " groups need as many rates, got ", rates.size());
  for (const Rates& group_rates : rates) {
    check_rates(group_rates, traits_);
  }

  // All that can throw comes before the first change, so that a refused step leaves no trace.
  pending_.clear();
  for (Slot& slot : slots_) {
    Var var = slot.parameter->var;  // another handle of the same value
    if (!var.grad().has_value()) {
      continue;
    }
    const ParameterGroup& group = groups_[slot.group];
    const Rates& used = rates[slot.group];
    const bool exempt = !group.decay_biases && slot.parameter->role != ParameterRole::kWeight;
    const double decay = exempt ? 0.0 : used.weight_decay.value_or(group.weight_decay);
    const DecayFactors factors = decay_factors(traits_.coupling, decay, used);
    pending_.push_back({.parameter = slot.parameter,
                        .value = &var.mutable_value(),
                        .gradient = &var.grad(),
                        .tensors = slot.tensors,
                        .numbers = slot.numbers,
                        .t = slot.t + 1,
                        .lr = used.lr,
                        .momentum = used.momentum.value_or(traits_.momentum.value_or(0.0)),
                        .weight_decay = decay,
                        .l2 = factors.l2,
                        .keep = factors.keep});
  }

  before_update(pending_);
  for (const ParameterUpdate& one : pending_) {
    update_parameter(one);
  }
  // Counted per parameter, not per step: the bias correction of a parameter that was skipped must
  // not run ahead of its averages.
  for (Slot& slot : slots_) {
    slot.t += slot.parameter->var.grad().has_value() ? 1 : 0;
  }
  ++updates_;
}

void Optimizer::before_update(std::span<const ParameterUpdate> /*updates*/) {}

double Optimizer::shared_number(std::string_view name) const {
  for (const auto& [key, value] : traits_.shared_numbers) {
    if (key == name) {
      return value;
    }
  }
  check(false, traits_.name, ": keeps no number \"", name, "\"");
  return 0.0;
}

bool Optimizer::moves(const Slot& slot) const {
  return traits_.evaluation_tensor && slot.t > 0;  // until then the average is the parameter itself
}

std::string Optimizer::saved_name(const Slot& slot, std::size_t tensor) const {
  const bool own = at_evaluation_point_ && moves(slot) && tensor == traits_.evaluation_tensor;
  return slot.parameter->name + "." + (own ? traits_.own_point : traits_.tensors[tensor].name);
}

State Optimizer::state() const {
  State state;
  state.metadata["optimizer"] = traits_.name;
  state.metadata["optimizer.updates"] = to_text(updates_);
  for (const auto& [key, value] : traits_.shared_numbers) {
    state.metadata["optimizer." + key] = to_text(value);
  }
  for (const Slot& slot : slots_) {
    const std::string prefix = slot.parameter->name + ".";
    state.metadata[prefix + "updates"] = to_text(slot.t);
    for (std::size_t i = 0; i < slot.numbers.size(); ++i) {
      state.metadata[prefix + traits_.numbers[i]] = to_text(slot.numbers[i]);
    }
    for (std::size_t i = 0; i < slot.tensors.size(); ++i) {
      if (slot.tensors[i].has_value()) {
        state.tensors.push_back({saved_name(slot, i), slot.tensors[i]});
      }
    }
  }
  return state;
}

void Optimizer::load(const State& state) {
  const SavedState saved(state, traits_.name);
  if (saved.text("optimizer") != traits_.name) {
    saved.fail(join_text("the state was saved by ", saved.text("optimizer")));
  }
  const std::int64_t updates = saved.count("optimizer.updates");
  std::vector<std::pair<std::string, double>> shared = traits_.shared_numbers;
  for (auto& [key, value] : shared) {
    value = saved.number("optimizer." + key);
  }

  std::vector<Slot> slots = slots_;  // copies: nothing changes if an entry below is missing
  for (Slot& slot : slots) {
    const std::string prefix = slot.parameter->name + ".";
    slot.t = saved.count(prefix + "updates");
    for (std::size_t i = 0; i < slot.numbers.size(); ++i) {
      slot.numbers[i] = saved.number(prefix + traits_.numbers[i]);
    }
    for (std::size_t i = 0; i < slot.tensors.size(); ++i) {
      Tensor& tensor = slot.tensors[i];
      if (tensor.has_value()) {
        tensor = saved.tensor(saved_name(slot, i), tensor.shape());
      }
    }
  }

  slots_ = std::move(slots);
  traits_.shared_numbers = std::move(shared);
  updates_ = updates;
}

EvaluationPoint::EvaluationPoint(Optimizer& optimizer) : optimizer_(optimizer) {
  if (optimizer_.at_evaluation_point_) {
    throw std::logic_error(
        join_text(optimizer_.name(), ": two evaluation points at the same time"));
  }
  optimizer_.at_evaluation_point_ = true;
  swap_values();
}

EvaluationPoint::~EvaluationPoint() {
  swap_values();
  optimizer_.at_evaluation_point_ = false;
}

void EvaluationPoint::swap_values() {
  moved_ = false;
  for (Optimizer::Slot& slot : optimizer_.slots_) {
    if (optimizer_.moves(slot)) {
      Var var = slot.parameter->var;
      std::swap(var.mutable_value(), slot.tensors[*optimizer_.traits_.evaluation_tensor]);
      moved_ = true;
    }
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
