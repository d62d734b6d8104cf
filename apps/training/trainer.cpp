#include "apps/training/trainer.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "apps/training/process.h"
#include "core/check.h"
#include "core/pool.h"
#include "core/text.h"
#include "optim/clip.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

/// Clips as the run asks, by norm and then by value; returns the norm before.
double clip_gradient(const NamedParameters& parameters, const RunConfig& config) {
  const double norm = config.clip_norm ? clip_gradient_norm(parameters, *config.clip_norm)
                                       : gradient_norm(parameters);
  if (config.clip_value) {
    clip_gradient_value(parameters, *config.clip_value);
  }
  return norm;
}

/// The rates of update `step` for each group of the optimizer; the rest comes last. From the pool:
/// a step takes nothing from the heap.
std::vector<Rates, PoolAllocator<Rates>> rates_of_groups(const RunRates& rates,
                                                         std::size_t groups,
                                                         std::int64_t step) {
  std::vector<Rates, PoolAllocator<Rates>> result(groups);
  for (std::size_t i = 0; i < groups; ++i) {
    result[i] = i < rates.groups().size() ? rates.at(step, i) : rates.at(step);
  }
  return result;
}

bool all_finite(const NamedParameters& parameters) {
  return std::ranges::all_of(parameters,
                             [](const NamedParameter& p) { return all_finite(p.var.value()); });
}

const std::string& entry(const State& state, const char* name) {
  const auto found = state.metadata.find(name);
  if (found == state.metadata.end()) {
    throw std::runtime_error(join_text("state: has no ", name));
  }
  return found->second;
}

template <class Number>
Number number_in(const State& state, const char* name) {
  const auto number = parse_number<Number>(entry(state, name));
  if (!number) {
    throw std::runtime_error(join_text("state: ", name, " is no number: ", entry(state, name)));
  }
  return *number;
}

}  // namespace

Trainer::Trainer(TrainerParts parts) : parts_(std::move(parts)) {}

std::optional<UpdateRecord> Trainer::update() {
  if (done()) {
    throw std::logic_error(join_text("trainer: the run ended after ", progress_.step, " updates"));
  }
  const FlushDenormals flush_denormals;
  const std::int64_t step = progress_.step;
  const double loss = parts_.objective->loss_and_gradient(step);
  const double grad_norm = clip_gradient(parts_.trained, header().config);
  if (!std::isfinite(loss) || !std::isfinite(grad_norm)) {
    progress_.diverged_at = step;
    return std::nullopt;
  }

  Optimizer& optimizer = *parts_.optimizer;
  const auto rates = rates_of_groups(parts_.rates, optimizer.groups().size(), step);
  const Rates base = parts_.rates.at(step);
  UpdateRecord record{.step = step,
                      .epoch = header().epoch_of(step),
                      .lr = base.lr,
                      .loss = loss,
                      .grad_norm = grad_norm,
                      .momentum = base.momentum,
                      .weight_decay = base.weight_decay};
  for (const LoggedColumn& column : parts_.columns) {
    record.extra.push_back(column.value(optimizer, rates));
  }
  optimizer.step(rates);  // where schedule and optimizer meet
  if (parts_.average) {
    parts_.average->observe();
  }
  progress_.step = step + 1;
  progress_.last_lr = base.lr;
  progress_.loss.update(step, loss);
  return record;
}

bool Trainer::evaluation_due() const {
  const std::int64_t step = progress_.step;
  return step != progress_.evaluated_at && !diverged_at() &&
         (step % header().eval_every == 0 || step == header().updates);
}

template <class Look>
auto Trainer::at_judged_point(const Look& look) const {
  const FlushDenormals flush_denormals;
  const EvaluationPoint point(*parts_.optimizer);
  const StatisticsPoint statistics(*parts_.objective, point.moved());
  return look();
}

template <class Look>
auto Trainer::at_average(const Look& look) const -> std::optional<decltype(look())> {
  if (!parts_.average || !parts_.average->has_average()) {
    return std::nullopt;
  }
  const FlushDenormals flush_denormals;
  const AveragePoint point(*parts_.average);
  const StatisticsPoint statistics(*parts_.objective, true);
  return look();
}

Judgement Trainer::judge() const {
  return at_judged_point([this] { return parts_.objective->judge(); });
}

State Trainer::judged() const {
  return at_judged_point([this] { return parts_.objective->state(); });
}

std::optional<State> Trainer::averaged() const {
  return at_average([this] { return parts_.objective->state(); });
}

bool Trainer::is_finite() const {
  const NamedParameters& parameters = parts_.objective->parameters();
  if (!all_finite(parameters)) {
    return false;
  }
  const EvaluationPoint point(*parts_.optimizer);
  return !point.moved() || all_finite(parameters);
}

/// The weight average, if it holds anything and its losses are finite.
std::optional<AverageEval> Trainer::judge_average() const {
  const std::optional<Judgement> found = at_average([this] { return parts_.objective->judge(); });
  if (!found || !found->is_finite()) {
    return std::nullopt;
  }
  return AverageEval{.train_loss = found->train.loss,
                     .val_loss = found->validation.loss,
                     .val_accuracy = found->validation.accuracy};
}

std::optional<EvalRecord> Trainer::evaluate() {
  const Judgement found = judge();
  if (!found.is_finite() || !is_finite()) {  // a dead unit hides an infinite weight from the loss
    progress_.diverged_at =
        std::max<std::int64_t>(progress_.step - 1, 0);  // the last update did it
    return std::nullopt;
  }
  const bool untrained = progress_.step == 0;
  EvalRecord record{.step = progress_.step,
                    .epoch = header().epoch_of(progress_.step),
                    .lr = untrained ? std::nullopt : std::optional(progress_.last_lr),
                    .train_loss = found.train.loss,
                    .val_loss = found.validation.loss,
                    .val_accuracy = found.validation.accuracy,
                    .average = judge_average()};
  progress_.evaluated_at = progress_.step;
  if (untrained) {
    progress_.loss.start(record.train_loss, header().guessing_loss);
  } else {
    parts_.rates.observe(record);
  }
  if (progress_.step == header().updates) {
    progress_.diverged_at = progress_.loss.diverged_at(record.train_loss);
  }
  return record;
}

State Trainer::state() const {
  State state;
  const auto add = [&state](State more) {
    std::ranges::move(more.tensors, std::back_inserter(state.tensors));
    state.metadata.merge(std::move(more.metadata));
  };
  at_judged_point([&] {
    add(parts_.objective->state());
    add(parts_.optimizer->state());
  });
  if (parts_.average) {
    add(parts_.average->state());
  }
  if (!parts_.objective->statistics().empty()) {
    const std::optional<State> of_average = at_average([this] {
      State statistics;
      for (const NamedBuffer& buffer : parts_.objective->statistics()) {
        statistics.tensors.push_back({buffer.name + ".average", buffer.var.value()});
      }
      return statistics;
    });
    add(of_average.value_or(State()));
  }
  state.metadata.merge(parts_.rates.feedback_state());
  const auto& [step, evaluated_at, last_lr, diverged_at, loss] = progress_;
  state.metadata["run.step"] = to_text(step);
  state.metadata["run.evaluated_at"] = to_text(evaluated_at);
  state.metadata["run.last_lr"] = to_text(last_lr);
  if (diverged_at) {
    state.metadata["run.diverged_at"] = to_text(*diverged_at);
  }
  if (loss.begun()) {
    const auto& [limit, smoothed, below_at] = loss.numbers();
    state.metadata["run.loss_limit"] = to_text(limit);
    state.metadata["run.smoothed_loss"] = to_text(smoothed);
    state.metadata["run.below_limit_at"] = to_text(below_at);
  }
  return state;
}

void Trainer::load(const State& state) {
  Progress loaded;
  auto& [step, evaluated_at, last_lr, diverged_at, loss] = loaded;
  step = number_in<std::int64_t>(state, "run.step");
  evaluated_at = number_in<std::int64_t>(state, "run.evaluated_at");
  last_lr = number_in<double>(state, "run.last_lr");
  if (state.metadata.contains("run.diverged_at")) {
    diverged_at = number_in<std::int64_t>(state, "run.diverged_at");
  }
  if (state.metadata.contains("run.loss_limit")) {
    loss = LossWatch({.limit = number_in<double>(state, "run.loss_limit"),
                      .smoothed = number_in<double>(state, "run.smoothed_loss"),
                      .below_at = number_in<std::int64_t>(state, "run.below_limit_at")});
  }
  check(0 <= step && step <= header().updates, "state: was taken after ", step,
        " updates, and this run has ", header().updates);
  parts_.rates.load_feedback(state.metadata);
  {
    const EvaluationPoint point(*parts_.optimizer);  // the parameters in a state are judged()
    parts_.optimizer->load(state);
    parts_.objective->load(state, "state");
  }
  if (parts_.average) {
    parts_.average->load(state);
  }
  progress_ = loaded;
}

}}  // namespace anneal::ANNEAL_PRECISION
