#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/state.h"
#include "optim/parameter_group.h"
#include "optim/rates.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// One tensor that a rule keeps for a parameter, in the parameter's shape.
struct StateTensor {
  /// Saved as "<parameter>.<name>".
  std::string name;
  /// What its elements are before the first update.
  double fill = 0.0;
  /// Which parameters have one; nullptr means all.
  bool (*kept_for)(const NamedParameter&) = nullptr;
};

/// What a rule tells the base class about itself.
struct RuleTraits {
  /// As in the catalogue; saved with the state.
  std::string name;
  std::vector<StateTensor> tensors = {};
  /// Numbers kept for each parameter, saved as "<parameter>.<name>"; 0 before the first update.
  std::vector<std::string> numbers = {};
  /// Numbers kept once, saved as "optimizer.<name>", with their initial values.
  std::vector<std::pair<std::string, double>> shared_numbers = {};
  /// The momentum or beta1 that Rates::momentum replaces; without a value the rule has none.
  std::optional<double> momentum = {};
  WeightDecay coupling = WeightDecay::kL2;
  /// The position in `tensors` of the point at which the model is to be judged, where that is not
  /// the parameter itself.
  std::optional<std::size_t> evaluation_tensor = {};
  /// What the parameter's own point is called in a state that is taken there.
  std::string own_point = {};
};

/// One parameter in one update: all that a rule may read and write.
struct ParameterUpdate {
  const NamedParameter* parameter = nullptr;
  Tensor* value = nullptr;
  const Tensor* gradient = nullptr;
  /// In the order of RuleTraits.
  std::span<Tensor> tensors = {};
  std::span<double> numbers = {};
  /// Updates of this parameter, this one included: 1 in the first.
  std::int64_t t = 0;
  double lr = 0.0;
  double momentum = 0.0;
  /// Already expressed by l2 and keep; for rules with a way of their own.
  double weight_decay = 0.0;
  /// The rule sees the gradient g + l2 p and starts from keep p.
  double l2 = 0.0;
  double keep = 1.0;
};

/// Changes parameters against their gradients: one private rule behind a door that checks.
///
/// Holds handles of the parameters and what its rule remembers about them. The rates are arguments
/// of step(); gradients are read, never written; a parameter without a gradient is skipped and its
/// count of updates stays. Every rule is one pass over a parameter's memory, unless it needs a norm
/// first.
class Optimizer {
 public:
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;
  virtual ~Optimizer() = default;

  /// One update with the same rates for all groups.
  /// Throws std::invalid_argument, before anything changes, unless every rate is finite and >= 0
  /// (momentum below 1), and if the rule has no momentum to replace or lacks a rate that its weight
  /// decay needs; std::logic_error while an EvaluationPoint lives.
  void step(const Rates& rates);
  /// One update with rates for each group, in the order of groups().
  void step(std::span<const Rates> rates);

  /// As in the catalogue.
  const std::string& name() const { return traits_.name; }
  const std::vector<ParameterGroup>& groups() const { return groups_; }
  /// Calls of step() so far.
  std::int64_t updates() const { return updates_; }
  /// A number that the rule keeps once, such as Prodigy's "d"; throws std::invalid_argument for an
  /// unknown name.
  double shared_number(std::string_view name) const;
  /// The names that shared_number() knows: for logs.
  const std::vector<std::pair<std::string, double>>& shared_numbers() const {
    return traits_.shared_numbers;
  }

  /// All that the next updates depend on besides parameters and gradients, under readable names:
  /// tensors "<parameter>.<tensor>", metadata "<parameter>.updates", "optimizer",
  /// "optimizer.updates".
  ///
  /// While an EvaluationPoint lives, parameters are what is judged, and that is how a checkpoint
  /// wants them: then the points at which gradients are taken are in the state ("<parameter>.y"),
  /// not those that the parameters hold ("<parameter>.x").
  State state() const;
  /// Continues from a state() of the same rule on parameters of the same names and shapes, bit for
  /// bit. Entries under other names are ignored, so the state may share a checkpoint with others.
  /// A state that was taken while an EvaluationPoint lived is loaded, like the parameters, while
  /// one lives.
  /// Throws std::runtime_error, before anything changes, naming the first entry that is missing or
  /// does not fit.
  void load(const State& state);

 protected:
  /// Throws std::invalid_argument unless every name and every parameter is there once, takes a
  /// gradient, and every decay is finite and >= 0.
  Optimizer(std::vector<ParameterGroup> groups, RuleTraits traits);

  /// For rules that keep shared numbers, in the order of RuleTraits.
  double& mutable_shared_number(std::size_t i) { return traits_.shared_numbers[i].second; }

 private:
  friend class EvaluationPoint;

  /// What is kept for one parameter.
  struct Slot {
    std::size_t group = 0;
    const NamedParameter* parameter = nullptr;
    std::vector<Tensor> tensors = {};
    std::vector<double> numbers = {};
    std::int64_t t = 0;
  };

  /// What a tensor of `slot` is called in a state: "layers.0.weight.m".
  std::string saved_name(const Slot& slot, std::size_t tensor) const;
  /// Whether the slot's parameter and its evaluation tensor change places in an EvaluationPoint.
  bool moves(const Slot& slot) const;

  /// For rules that must see all parameters before they change one. Default: nothing.
  virtual void before_update(std::span<const ParameterUpdate> updates);
  /// The rule.
  virtual void update_parameter(const ParameterUpdate& u) const = 0;

  std::vector<ParameterGroup> groups_;
  RuleTraits traits_;
  std::vector<Slot> slots_;
  std::vector<ParameterUpdate> pending_;  // members, so that a step allocates nothing
  std::vector<Rates> repeated_;
  std::int64_t updates_ = 0;
  bool at_evaluation_point_ = false;
};

/// While one of these lives, the parameters hold the point at which the optimizer wants the model
/// to be judged: an average for Schedule-Free rules, the parameters themselves for all others.
///
/// Evaluation code makes one always, whatever the optimizer, so that it cannot be forgotten where
/// it matters. Nothing is copied, and afterwards everything is as before, bit for bit.
/// Throws std::logic_error if another one lives. The optimizer must outlive it.
class EvaluationPoint final {
 public:
  explicit EvaluationPoint(Optimizer& optimizer);
  EvaluationPoint(const EvaluationPoint&) = delete;
  EvaluationPoint& operator=(const EvaluationPoint&) = delete;
  ~EvaluationPoint();

  /// Whether the parameters are not those that train.
  bool moved() const { return moved_; }

 private:
  void swap_values();

  Optimizer& optimizer_;
  bool moved_ = false;
};

}}  // namespace anneal::ANNEAL_PRECISION
