#include "apps/training/plain/run_rates.h"

#include <utility>

#include "core/check.h"
#include "schedulers/schedule.h"

namespace anneal {
namespace {

ScheduledValue scheduled(const std::string& text, double base, RunPlan plan) {
  plan.base = LearningRate(base);
  return {base, resolve(parse_schedule(text), plan)};
}

std::optional<ScheduledValue> scheduled(const std::optional<std::string>& text,
                                        double base,
                                        const RunPlan& plan,
                                        const char* name) {
  if (!text) {
    return std::nullopt;
  }
  check(base > 0.0, name, " schedule: the optimizer's ", name,
        " is 0, and a schedule multiplies it (give the optimizer one, or leave the schedule out)");
  return scheduled(*text, base, plan);
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

RunRates::RunRates(const RunConfig& config, const BaseRates& base, const RunPlan& plan)
    : lr_(scheduled(config.schedule, base.lr, plan)),
      momentum_(scheduled(config.momentum_schedule, base.momentum, plan, "momentum")),
      weight_decay_(
          scheduled(config.weight_decay_schedule, base.weight_decay, plan, "weight decay")) {}

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
}

std::map<std::string, std::string> RunRates::feedback_state() const {
  std::map<std::string, std::string> state;
  const auto add = [&](const char* name, const ScheduledValue& value) {
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
  return state;
}

}  // namespace anneal
