#include "apps/training/plain/run_rates.h"

#include <utility>

#include "core/check.h"
#include "schedulers/catalogue.h"
#include "schedulers/dialects/dialects.h"
#include "schedulers/schedule.h"

namespace anneal {
namespace {

ScheduledValue scheduled(const std::string& text, double base, RunPlan plan) {
  plan.base = LearningRate(base);
  return {base, resolve(parse_schedule(text, dialect_catalogue()), plan)};
}

std::optional<ScheduledValue> scheduled(const std::optional<std::string>& text,
                                        double base,
                                        const RunPlan& plan,
                                        const char* name) {
  if (!text) {
    return std::nullopt;
  }
  check(base > 0.0, name, " schedule: the optimizer's ", name,
        " is 0, or it has none, and a schedule multiplies it (give the optimizer one, or leave the "
        "schedule out)");
  return scheduled(*text, base, plan);
}

// onecycle(momentum=true) brings a momentum schedule with it, unless another one is asked for.
std::optional<std::string> momentum_text(const RunConfig& config, const RunPlan& plan) {
  if (config.momentum_schedule) {
    return config.momentum_schedule;
  }
  const std::optional<Schedule> own =
      momentum_counterpart(parse_schedule(config.schedule, dialect_catalogue()), plan);
  return own ? std::optional(to_text(*own)) : std::nullopt;
}

}  // namespace

ScheduledValue::ScheduledValue(double base, ResolvedSchedule schedule)
    : base_(base), schedule_(std::move(schedule)), feedback_(schedule_.feedback()) {}

double ScheduledValue::at(std::int64_t step) const {
  return base_ * schedule_.at(Step(step), feedback_).value();
}

void ScheduledValue::observe(std::int64_t step, const Metrics& metrics) {
  feedback_ = schedule_.observe(feedback_, Step(step), metrics);
}

RunRates::RunRates(const RunConfig& config,
                   const BaseRates& base,
                   const RunPlan& plan,
                   const std::vector<GroupConfig>& groups)
    : lr_(scheduled(config.schedule, base.lr, plan)),
      momentum_(scheduled(momentum_text(config, plan), base.momentum, plan, "momentum")),
      weight_decay_(
          scheduled(config.weight_decay_schedule, base.weight_decay, plan, "weight decay")) {
  for (const GroupConfig& group : groups) {
    GroupRates rates{.pattern = group.pattern,
                     .lr = scheduled(group.schedule.value_or(config.schedule),
                                     group.lr.value_or(base.lr), plan)};
    const double decay = group.weight_decay.value_or(base.weight_decay);
    if (config.weight_decay_schedule && decay > 0.0) {
      rates.weight_decay = scheduled(*config.weight_decay_schedule, decay, plan);
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

void RunRates::observe(const EvalRecord& eval) {
  Metrics metrics = {{"train_loss", eval.train_loss}, {"val_loss", eval.val_loss}};
  if (eval.val_accuracy) {
    metrics["val_accuracy"] = *eval.val_accuracy;
  }
  lr_.observe(eval.step, metrics);
  if (momentum_) {
    momentum_->observe(eval.step, metrics);
  }
  if (weight_decay_) {
    weight_decay_->observe(eval.step, metrics);
  }
  for (GroupRates& group : groups_) {
    group.lr.observe(eval.step, metrics);
    if (group.weight_decay) {
      group.weight_decay->observe(eval.step, metrics);
    }
  }
}

std::map<std::string, std::string> RunRates::feedback_state() const {
  std::map<std::string, std::string> state;
  const auto add = [&](const std::string& name, const ScheduledValue& value) {
    if (!value.feedback().tracks.empty()) {
      state[name] = to_text(value.feedback());
    }
  };
  add("schedule.lr", lr_);
  if (momentum_) {
    add("schedule.momentum", *momentum_);
  }
  if (weight_decay_) {
    add("schedule.weight_decay", *weight_decay_);
  }
  for (const GroupRates& group : groups_) {
    add("schedule.lr:" + group.pattern, group.lr);
    if (group.weight_decay) {
      add("schedule.weight_decay:" + group.pattern, *group.weight_decay);
    }
  }
  return state;
}

}  // namespace anneal
