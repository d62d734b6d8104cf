#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/run/config.h"
#include "apps/run/group.h"
#include "apps/run/result.h"
#include "optim/rates.h"
#include "schedulers/resolve.h"

namespace anneal {

/// The optimizer's own values: what the schedules of a run multiply.
struct BaseRates {
  double lr = 0.0;
  double momentum = 0.0;  ///< 0 if the optimizer has none
  double weight_decay = 0.0;
};

/// One hyper-parameter over a run.
///
///   value(t) = base * m(t)
///
/// State: what a metric-driven schedule has seen, which observe() replaces.
class ScheduledValue final {
 public:
  ScheduledValue(double base, ResolvedSchedule schedule);

  double at(std::int64_t step) const;
  void observe(std::int64_t step, const Metrics& metrics);

  double base() const { return base_; }
  double peak() const { return base_ * schedule_.summary().peak; }
  const ResolvedSchedule& schedule() const { return schedule_; }
  const FeedbackState& feedback() const { return feedback_; }

 private:
  double base_;
  ResolvedSchedule schedule_;
  FeedbackState feedback_;
};

/// The rate and the weight decay of one group of parameters.
struct GroupRates {
  std::string pattern;
  ScheduledValue lr;
  std::optional<ScheduledValue> weight_decay = {};  ///< if the run schedules it and it is not 0
};

/// The rates of every update of a run: schedules, resolved, times the optimizer's own values; and
/// for groups of parameters, times theirs.
class RunRates final {
 public:
  /// Throws spec::SpecError for a schedule that does not fit the run, std::invalid_argument for one
  /// of a hyper-parameter that the optimizer does not have or has set to 0.
  /// `groups` are those that train, in the order of the optimizer's.
  RunRates(const RunConfig& config,
           const BaseRates& base,
           const RunPlan& plan,
           const std::vector<GroupConfig>& groups = {});

  /// What update `step` uses, outside of all groups. Momentum and weight decay have a value only
  /// where they are scheduled.
  Rates at(std::int64_t step) const;
  /// The same for the parameters of groups()[group].
  Rates at(std::int64_t step, std::size_t group) const;

  /// Tells metric-driven schedules of an evaluation: val_loss, train_loss, val_accuracy.
  void observe(const EvalRecord& eval);
  /// What they have seen so far, for a checkpoint: "schedule.lr", ... to text; empty if nothing
  /// listens.
  std::map<std::string, std::string> feedback_state() const;

  const std::vector<GroupRates>& groups() const { return groups_; }
  const ScheduledValue& lr() const { return lr_; }
  const std::optional<ScheduledValue>& momentum() const { return momentum_; }
  const std::optional<ScheduledValue>& weight_decay() const { return weight_decay_; }

 private:
  ScheduledValue lr_;
  std::optional<ScheduledValue> momentum_, weight_decay_;
  std::vector<GroupRates> groups_;
};

}  // namespace anneal
