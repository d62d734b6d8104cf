#include "apps/run/rates.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/check.h"
#include "core/spec/error.h"
#include "schedulers/catalogue.h"
#include "schedulers/schedule.h"
#include "schedulers/sweep.h"

namespace anneal {
namespace {

std::optional<Schedule> parse_optional(const std::optional<std::string>& text,
                                       const ScheduleCatalogue& words) {
  return text ? std::optional(parse_schedule(*text, words)) : std::nullopt;
}

ScheduledValue scheduled(const Schedule& schedule, double base, RunPlan plan) {
  plan.base = LearningRate(base);
  return {base, resolve(schedule, plan)};
}

std::optional<ScheduledValue> scheduled(const std::optional<Schedule>& schedule,
                                        double base,
                                        const RunPlan& plan,
                                        const char* name) {
  if (!schedule) {
    return std::nullopt;
  }
  check(base > 0.0, name, " schedule: the optimizer's ", name,
        " is 0, or it has none, and a schedule multiplies it (give the optimizer one, or leave the "
        "schedule out)");
  return scheduled(*schedule, base, plan);
}

// Refused here and not at the update where it happens: by then there would be half a run.
void check_momentum(const ScheduledValue& momentum) {
  const ScheduleSummary bound = momentum.schedule().bound();
  const double largest = momentum.base() * bound.peak;
  check(largest < 1.0, "momentum schedule: its largest value is ", momentum.base(), " x ",
        four_digits(bound.peak), " = ", four_digits(largest), " at update ", bound.peak_at.index(),
        ", but momentum must be below 1 (lower the schedule or the optimizer's momentum)");
}

}  // namespace

std::vector<std::string> metric_names(const EvaluationKind& kind) {
  std::vector<std::string> names = {"train_loss", "val_loss"};
  if (kind.classification) {
    names.emplace_back("val_accuracy");
  }
  const std::size_t count = kind.averaged ? names.size() : 0;
  for (std::size_t i = 0; i < count; ++i) {
    names.push_back("avg_" + names[i]);
  }
  return names;
}

void check_metrics(const ResolvedSchedule& schedule,
                   const std::vector<std::string>& metrics,
                   const std::string& what) {
  const std::vector<std::string> all = metric_names({.classification = true, .averaged = true});
  for (const std::string& metric : schedule.metrics()) {
    if (std::ranges::count(metrics, metric) > 0) {
      continue;
    }
    check(std::ranges::count(all, metric) == 0, what, ": listens to ", metric,
          ", which this run does not have",
          metric.starts_with("avg_") && std::ranges::count(metrics, metric.substr(4)) > 0
              ? " (keep a weight average: --average ema)"
              : " (it is for classification: listen to val_loss)");
    check(false, what, ": unknown metric ", metric, spec::did_you_mean(metric, metrics));
  }
}

RunSchedules parse_schedules(const RunConfig& config, const ScheduleCatalogue& words) {
  return {.lr = parse_schedule(config.schedule, words),
          .momentum = parse_optional(config.momentum_schedule, words),
          .weight_decay = parse_optional(config.weight_decay_schedule, words),
          .groups = parse_groups(config.groups, words)};
}

ScheduledValue::ScheduledValue(double base, ResolvedSchedule schedule)
    : base_(base), schedule_(std::move(schedule)), feedback_(schedule_.feedback()) {}

double ScheduledValue::at(std::int64_t step) const {
  return base_ * schedule_.at(Step(step), feedback_).value();
}

void ScheduledValue::observe(std::int64_t step,
                             const Metrics& metrics,
                             const std::vector<std::string>& later) {
  feedback_ = schedule_.observe(feedback_, Step(step), metrics, later);
}

RunRates::RunRates(const RunSchedules& schedules, const BaseRates& base, const RunPlan& plan)
    : lr_(scheduled(schedules.lr, base.lr, plan)),
      // onecycle(momentum=true) brings a momentum schedule with it, unless another is asked for
      momentum_(scheduled(
          schedules.momentum ? schedules.momentum : momentum_counterpart(schedules.lr, plan),
          base.momentum,
          plan,
          "momentum")),
      weight_decay_(scheduled(schedules.weight_decay, base.weight_decay, plan, "weight decay")) {
  if (momentum_) {
    check_momentum(*momentum_);
  }
  for (const GroupConfig& group : schedules.groups) {
    if (group.frozen()) {
      continue;
    }
    GroupRates rates{
        .pattern = group.pattern,
        .lr = scheduled(group.schedule.value_or(schedules.lr), group.lr.value_or(base.lr), plan)};
    const double decay = group.weight_decay.value_or(base.weight_decay);
    if (schedules.weight_decay && decay > 0.0) {
      rates.weight_decay = scheduled(*schedules.weight_decay, decay, plan);
    }
    groups_.push_back(std::move(rates));
  }
}

Rates RunRates::at(std::int64_t step) const {
  Rates rates{.lr = lr_.at(step), .base_lr = lr_.base(), .peak_lr = lr_.peak()};
  if (momentum_) {
    rates.momentum = momentum_->at(step);
  }
  if (weight_decay_) {
    rates.weight_decay = weight_decay_->at(step);
  }
  return rates;
}

Rates RunRates::at(std::int64_t step, std::size_t group) const {
  const GroupRates& own = groups_.at(group);
  Rates rates{.lr = own.lr.at(step), .base_lr = own.lr.base(), .peak_lr = own.lr.peak()};
  if (momentum_) {
    rates.momentum = momentum_->at(step);
  }
  if (own.weight_decay) {
    rates.weight_decay = own.weight_decay->at(step);
  }
  return rates;
}

template <class Self, class Visit>
void RunRates::for_each(Self& self, const Visit& visit) {
  visit("lr", self.lr_);
  if (self.momentum_) {
    visit("momentum", *self.momentum_);
  }
  if (self.weight_decay_) {
    visit("weight_decay", *self.weight_decay_);
  }
  for (auto& group : self.groups_) {
    visit("lr:" + group.pattern, group.lr);
    if (group.weight_decay) {
      visit("weight_decay:" + group.pattern, *group.weight_decay);
    }
  }
}

void RunRates::observe(const EvalRecord& eval) {
  Metrics metrics = {{"train_loss", eval.train_loss}, {"val_loss", eval.val_loss}};
  if (eval.val_accuracy) {
    metrics["val_accuracy"] = *eval.val_accuracy;
  }
  std::vector<std::string> later;
  if (eval.average) {
    metrics["avg_train_loss"] = eval.average->train_loss;
    metrics["avg_val_loss"] = eval.average->val_loss;
    if (eval.average->val_accuracy) {
      metrics["avg_val_accuracy"] = *eval.average->val_accuracy;
    }
  } else {  // an average that holds nothing yet; a run without one has refused them
    later = {"avg_train_loss", "avg_val_loss", "avg_val_accuracy"};
  }
  for_each(*this, [&](const std::string&, ScheduledValue& value) {
    value.observe(eval.step, metrics, later);
  });
}

std::map<std::string, std::string> RunRates::feedback_state() const {
  std::map<std::string, std::string> state;
  for_each(*this, [&](const std::string& name, const ScheduledValue& value) {
    if (!value.feedback().tracks.empty()) {
      state["schedule." + name] = to_text(value.feedback());
    }
  });
  return state;
}

void RunRates::load_feedback(const std::map<std::string, std::string>& state) {
  RunRates loaded = *this;
  for_each(loaded, [&](const std::string& name, ScheduledValue& value) {
    if (value.feedback().tracks.empty()) {
      return;
    }
    const auto entry = state.find("schedule." + name);
    if (entry == state.end()) {
      throw std::runtime_error(
          join_text("state: has no schedule.", name, ", which this run's schedule goes on from"));
    }
    FeedbackState feedback = parse_feedback(entry->second);
    if (feedback.tracks.size() != value.feedback().tracks.size()) {
      throw std::runtime_error(join_text("state: schedule.", name, " has ", feedback.tracks.size(),
                                         " metric-driven pieces, this run's schedule ",
                                         value.feedback().tracks.size()));
    }
    value.load(std::move(feedback));
  });
  *this = std::move(loaded);
}

void RunRates::check_metrics(const std::vector<std::string>& metrics) const {
  for_each(*this, [&](const std::string& name, const ScheduledValue& value) {
    anneal::check_metrics(value.schedule(), metrics,
                          name == "lr" ? "schedule" : name + " schedule");
  });
}

}  // namespace anneal
