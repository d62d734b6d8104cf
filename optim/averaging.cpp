#include "optim/averaging.h"

#include <charconv>
#include <stdexcept>
#include <utility>

#include "core/check.h"

namespace anneal::inline ANNEAL_PRECISION {

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
  const std::string key = name_ + ".updates";
  const auto fail = [this](const std::string& problem) {
    throw std::runtime_error(join_text(name_, ": load: ", problem));
  };
  const auto found = state.metadata.find(key);
  if (found == state.metadata.end()) {
    fail(join_text("the state has no \"", key, "\""));
  }
  const std::string& text = found->second;
  std::int64_t updates = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), updates);
  if (error != std::errc() || end != text.data() + text.size() || updates < 0) {
    fail(join_text("\"", key, "\" must be a count, got \"", text, "\""));
  }

  std::vector<std::vector<Tensor>> kept = kept_;
  for (std::size_t k = 0; k < parameters_.size(); ++k) {
    for (std::size_t i = 0; i < kept_names_.size(); ++i) {
      const std::string name = parameters_[k].name + "." + kept_names_[i];
      const Tensor* saved = state.find(name);
      if (saved == nullptr) {
        fail(join_text("the state has no tensor \"", name, "\""));
      }
      if (saved->shape() != kept[k][i].shape()) {
        fail(join_text("\"", name, "\" must have shape ", kept[k][i].shape(), ", got ",
                       saved->shape()));
      }
      kept[k][i] = *saved;
    }
  }
  kept_ = std::move(kept);
  updates_ = updates;
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

}  // namespace anneal::inline ANNEAL_PRECISION
