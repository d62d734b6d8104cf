#include "optim/weight_average.h"

#include <stdexcept>
#include <utility>

#include "core/check.h"
#include "optim/saved_state.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

WeightAverage::WeightAverage(std::string name,
                             NamedParameters parameters,
                             std::vector<std::string> names)
    : name_(std::move(name)), parameters_(std::move(parameters)), kept_names_(std::move(names)) {
  check(!parameters_.empty(), name_, ": no parameters to average");
  for (const NamedParameter& parameter : parameters_) {
    kept_.emplace_back(kept_names_.size(), Tensor::zeros(parameter.var.shape()));
  }
}

void WeightAverage::observe() {
  if (at_average_) {
    throw std::logic_error(join_text(name_, ": observe while an AveragePoint lives"));
  }
  ++updates_;
  take_in();
}

State WeightAverage::state() const {
  State state;
  state.metadata[name_ + ".updates"] = to_text(updates_);
  for (std::size_t k = 0; k < parameters_.size(); ++k) {
    for (std::size_t i = 0; i < kept_names_.size(); ++i) {
      state.tensors.push_back({parameters_[k].name + "." + kept_names_[i], kept_[k][i]});
    }
  }
  return state;
}

void WeightAverage::load(const State& state) {
  const SavedState saved(state, name_);
  const std::int64_t updates = saved.count(name_ + ".updates");
  std::vector<std::vector<Tensor>> kept = kept_;  // a copy: nothing changes if an entry is missing
  for (std::size_t k = 0; k < parameters_.size(); ++k) {
    for (std::size_t i = 0; i < kept_names_.size(); ++i) {
      kept[k][i] = saved.tensor(parameters_[k].name + "." + kept_names_[i], kept[k][i].shape());
    }
  }
  kept_ = std::move(kept);
  updates_ = updates;
}

std::optional<std::string> warning_of(const WeightAverage& average,
                                      const std::string& text,
                                      std::int64_t updates) {
  const std::int64_t count = average.count_after(updates);
  if (count > 1 || (count == 1 && updates == 1)) {
    return std::nullopt;
  }
  return join_text("average: ", text, " takes ", count == 0 ? "no" : "one", " set of weights in ",
                   updates, " updates: nothing is averaged (give shorter lengths, such as 5% or ",
                   "10it)");
}

AveragePoint::AveragePoint(WeightAverage& average) : average_(average) {
  if (average_.at_average_) {
    throw std::logic_error(join_text(average_.name_, ": two average points at the same time"));
  }
  if (average_.has_average()) {
    for (std::size_t k = 0; k < average_.parameters_.size(); ++k) {
      raw_.push_back(average_.average(k));  // may run out of memory: nothing is swapped yet
    }
    for (std::size_t k = 0; k < raw_.size(); ++k) {
      std::swap(average_.parameters_[k].var.mutable_value(), raw_[k]);
    }
  }
  average_.at_average_ = true;
}

AveragePoint::~AveragePoint() {
  for (std::size_t k = 0; k < raw_.size(); ++k) {
    std::swap(average_.parameters_[k].var.mutable_value(), raw_[k]);
  }
  average_.at_average_ = false;
}

}}  // namespace anneal::ANNEAL_PRECISION
