#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/run/config.h"
#include "apps/run/group.h"
#include "apps/run/result.h"
#include "core/named_arrays.h"
#include "optim/rates.h"
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {

/// The optimizer's own values: what the schedules of a run multiply.
struct BaseRates {
  double lr = 0.0;
  double momentum = 0.0;  ///< 0 if the optimizer has none
  double weight_decay = 0.0;
};

/// The schedules of a run, read from their texts but not yet made for its length.
struct RunSchedules {
  Schedule lr;
  std::optional<Schedule> momentum = {}, weight_decay = {};
  std::vector<GroupConfig> groups = {};  ///< frozen ones too
};

/// Reads every schedule of `config`, once. Throws spec::SpecError, std::invalid_argument.
RunSchedules parse_schedules(const RunConfig& config,
                             const ScheduleCatalogue& words = schedule_catalogue());

/// What the evaluations of a run have.
struct EvaluationKind {
  bool classification = true;
  bool averaged = false;  ///< the weights' average is judged too
};

/// The metrics that a schedule of such a run may listen to: train_loss, val_loss; val_accuracy of
/// a classification; the same with avg_ before it of an average.
std::vector<std::string> metric_names(const EvaluationKind& kind);

/// Throws std::invalid_argument, which begins with `what`, if the schedule listens to something
/// that is not in `metrics`: it would fail after the first evaluation.
void check_metrics(const ResolvedSchedule& schedule,
                   const std::vector<std::string>& metrics,
                   const std::string& what = "schedule");

/// One hyper-parameter over a run.
///
///   value(t) = base * m(t)
///
/// State: what a metric-driven schedule has seen, which observe() replaces.
class ScheduledValue final {
 public:
  ScheduledValue(double base, ResolvedSchedule schedule);

  double at(std::int64_t step) const;
  /// `later`: metrics that the run's evaluations do not have yet.
  void observe(std::int64_t step,
               const Metrics& metrics,
               const std::vector<std::string>& later = {});
  void load(FeedbackState feedback) { feedback_ = std::move(feedback); }

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
/// for groups of parameters that train, times theirs.
class RunRates final {
 public:
  /// Resolves every schedule, once. Throws spec::SpecError for one that does not fit the run,
  /// std::invalid_argument for one of a hyper-parameter that the optimizer does not have or has set
  /// to 0, and for one that could leave its range, whatever it hears: momentum must be below 1.
  RunRates(const RunSchedules& schedules, const BaseRates& base, const RunPlan& plan);

  /// What update `step` uses, outside of all groups. Momentum and weight decay have a value only
  /// where they are scheduled.
  Rates at(std::int64_t step) const;
  /// The same for the parameters of groups()[group].
  Rates at(std::int64_t step, std::size_t group) const;

  /// Tells metric-driven schedules of an evaluation: the metrics of metric_names().
  void observe(const EvalRecord& eval);
  /// What they have seen so far, for a checkpoint: "schedule.lr", ... to text; empty if nothing
  /// listens.
  std::map<std::string, std::string> feedback_state() const;
  /// Goes on from a feedback_state() of the same schedules; other entries are passed over. Throws
  /// std::runtime_error naming what is missing or cannot be read, and changes nothing then.
  void load_feedback(const std::map<std::string, std::string>& state);

  /// The same for every schedule of the run, those of groups too.
  void check_metrics(const std::vector<std::string>& metrics) const;

  const std::vector<GroupRates>& groups() const { return groups_; }
  const ScheduledValue& lr() const { return lr_; }
  const std::optional<ScheduledValue>& momentum() const { return momentum_; }
  const std::optional<ScheduledValue>& weight_decay() const { return weight_decay_; }

 private:
  /// visit(name, value) for every scheduled value: "lr", "momentum", "lr:layers.0.*", ...
  template <class Self, class Visit>
  static void for_each(Self& self, const Visit& visit);

  ScheduledValue lr_;
  std::optional<ScheduledValue> momentum_, weight_decay_;
  std::vector<GroupRates> groups_;
};

/// What the texts of a run may say, and where the files that it names come from: what whoever
/// prepares a run brings along, since rooms below know neither other libraries' words nor files.
struct RunSources {
  /// The words of schedules; a table that outlives the run.
  const ScheduleCatalogue& words = schedule_catalogue();
  /// Reads the arrays of initial parameters. Without it a run that names a file of them is refused.
  std::function<NamedArrays(const std::string& path)> read = {};
};

}  // namespace anneal
