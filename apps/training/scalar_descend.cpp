#include "apps/training/scalar_descend.h"

#include <cmath>
#include <memory>

#include "apps/training/base_rates.h"
#include "core/check.h"
#include "core/spec/bind.h"
#include "core/spec/parse.h"
#include "models/problems/catalogue.h"
#include "optim/catalogue.h"
#include "optim/clip.h"
#include "schedulers/preview.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

std::unique_ptr<Problem> plane_problem(const spec::Expr& call) {
  std::unique_ptr<Problem> problem = make_problem(call);
  Index numbers = 0;
  for (const NamedParameter& parameter : problem->parameters()) {
    numbers += parameter.var.value().size();
  }
  check(numbers == 2 && problem->parameters().size() == 1, "descend: ", spec::print(call),
        " is a function of ", numbers, " numbers (give one of two: rosenbrock, quadratic(1, 0.1))");
  return problem;
}

void move_to(const Problem& problem, PlanePoint point) {
  Var var = problem.parameters()[0].var;
  var.mutable_value().data()[0] = static_cast<Scalar>(point.x);
  var.mutable_value().data()[1] = static_cast<Scalar>(point.y);
}

PlanePoint position(const Problem& problem) {
  const Tensor& value = problem.parameters()[0].var.value();
  return {.x = value.data()[0], .y = value.data()[1]};
}

double noiseless_loss(const Problem& problem) {
  const NoGrad no_grad;
  return problem.loss({.mode = Mode::kEvaluate}).value().data()[0];
}

/// What the updates made so far have come to.
DescentRow row_after(std::int64_t step, const Problem& problem, Optimizer& optimizer) {
  const EvaluationPoint point(optimizer);
  return {.step = step, .at = position(problem), .loss = noiseless_loss(problem)};
}

bool is_finite(const DescentRow& row) {
  return std::isfinite(row.at.x) && std::isfinite(row.at.y) && std::isfinite(row.loss);
}

/// Fills the gradients of update `step`; false if they are not finite.
bool compute_gradient(const Problem& problem, const DescentConfig& config, std::int64_t step) {
  Var(problem.parameters()[0].var).clear_grad();
  backward(problem.loss({.mode = Mode::kTrain, .seed = config.seed, .step = step}));
  return std::isfinite(gradient_norm(problem.parameters()));
}

RunRates rates_of(const DescentConfig& config, const spec::Expr& optimizer) {
  RunConfig schedules;
  schedules.schedule = config.schedule;
  schedules.momentum_schedule = config.momentum_schedule;
  schedules.weight_decay_schedule = config.weight_decay_schedule;
  return {schedules, base_rates(optimizer),
          RunPlan{.updates_per_epoch = Steps(1),
                  .total = Steps(config.updates),
                  .evaluations = Evaluations(config.updates)}};
}

std::vector<std::string> warnings_of(const RunRates& rates, const spec::Expr& optimizer) {
  const Preview seen = preview(rates.lr().schedule());
  std::vector<std::string> warnings = seen.warnings;
  const std::string& about_optimizer = optimizer_entry(optimizer).warning;
  if (!about_optimizer.empty() && (seen.has_warmup || seen.has_decay)) {
    warnings.push_back(about_optimizer);
  }
  return warnings;
}

}  // namespace

PlaneFunction plane_function_in_this_precision(const std::string& text) {
  const spec::Expr call = spec::parse(text);
  const std::shared_ptr<const Problem> problem = plane_problem(call);
  const spec::Signature& signature =
      spec::find_entry(call, "function", problem_catalogue()).signature;
  PlaneFunction function{.text = spec::print(call),
                         .formula = signature.formula,
                         .start = position(*problem),
                         .lowest = problem->lowest(),
                         .minima = {},
                         .loss = {}};
  for (const std::vector<double>& minimum : problem->minima()) {
    function.minima.push_back({.x = minimum[0], .y = minimum[1]});
  }
  function.loss = [problem](double x, double y) {
    move_to(*problem, {.x = x, .y = y});
    return noiseless_loss(*problem);
  };
  return function;
}

Descent descend_in_this_precision(const DescentConfig& config) {
  check(1 <= config.updates && config.updates <= DescentConfig::kMostUpdates,
        "updates: must be in [1, ", DescentConfig::kMostUpdates, "], got ", config.updates);
  const std::unique_ptr<Problem> problem = plane_problem(spec::parse(config.function));
  move_to(*problem, config.start.value_or(position(*problem)));

  const spec::Expr call = spec::parse(config.optimizer);
  const std::unique_ptr<Optimizer> optimizer = make_optimizer(call, problem->parameters());
  RunRates rates = rates_of(config, call);
  Descent descent{.optimizer = spec::print(call),
                  .schedule = to_text(rates.lr().schedule().schedule()),
                  .rows = {},
                  .warnings = warnings_of(rates, call)};

  for (std::int64_t step = 0;; ++step) {
    DescentRow row = row_after(step, *problem, *optimizer);
    if (!is_finite(row)) {
      check(step > 0, "start: the loss of ", config.function, " at (", row.at.x, ", ", row.at.y,
            ") is not finite (start nearer to the origin)");
      descent.diverged_at = step - 1;
      break;
    }
    if (step == config.updates) {
      descent.rows.push_back(row);
      break;
    }

    if (step > 0) {
      rates.observe({.step = step, .train_loss = row.loss, .val_loss = row.loss});
    }
    const Rates now = rates.at(step);
    row.lr = now.lr;
    descent.rows.push_back(row);
    if (!compute_gradient(*problem, config, step)) {
      descent.diverged_at = step;
      break;
    }
    optimizer->step(now);  // where schedule and optimizer meet
  }
  return descent;
}

}}  // namespace anneal::ANNEAL_PRECISION
