#include <cmath>
#include <memory>

#include "apps/run/descent.h"
#include "apps/training/run_remarks.h"
#include "apps/training/run_setup.h"
#include "apps/training/trainer.h"
#include "core/check.h"
#include "core/spec/bind.h"
#include "core/spec/parse.h"
#include "models/problems/catalogue.h"
#include "optim/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// See engine.cpp; the tests ask for both precisions.
PlaneFunction plane_function_in_this_precision(const std::string& text);
Descent descend_in_this_precision(const DescentConfig& config, const ScheduleCatalogue& words);

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

/// A function of the plane: its noisy loss is what updates see, its noiseless one judges.
class Plane final : public Objective {
 public:
  Plane(std::unique_ptr<Problem> problem, std::uint64_t seed)
      : problem_(std::move(problem)), seed_(seed) {}

  const NamedParameters& parameters() const override { return problem_->parameters(); }

  double loss_and_gradient(std::int64_t step) override {
    Var(problem_->parameters()[0].var).clear_grad();
    const Var loss = problem_->loss({.mode = Mode::kTrain, .seed = seed_, .step = step});
    backward(loss);
    return loss.value().data()[0];
  }

  Judgement judge() const override {
    judged_at_ = position(*problem_);
    const Evaluation found{.loss = noiseless_loss(*problem_), .accuracy = std::nullopt};
    return {.train = found, .validation = found};
  }

  NamedBuffers statistics() const override { return {}; }
  void renew_statistics() override {}

  State state() const override {
    const NamedParameter& point = problem_->parameters()[0];
    return {.tensors = {{.name = point.name, .value = point.var.value()}}, .metadata = {}};
  }

  void load(const State& state, std::string_view /*what*/) override {
    const Tensor& point = state.at(problem_->parameters()[0].name);
    move_to(*problem_, {.x = point.data()[0], .y = point.data()[1]});
  }

  /// Where judge() last found the parameters: at the point that the optimizer wants judged.
  PlanePoint judged_at() const { return judged_at_; }

 private:
  std::unique_ptr<Problem> problem_;
  std::uint64_t seed_;
  mutable PlanePoint judged_at_;
};

RunRates rates_of(const DescentConfig& config,
                  const spec::Expr& optimizer,
                  const RunPlan& plan,
                  const ScheduleCatalogue& words) {
  RunConfig schedules;
  schedules.schedule = config.schedule;
  schedules.momentum_schedule = config.momentum_schedule;
  schedules.weight_decay_schedule = config.weight_decay_schedule;
  return {parse_schedules(schedules, words), base_rates(optimizer), plan};
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

Descent descend_in_this_precision(const DescentConfig& config, const ScheduleCatalogue& words) {
  check(1 <= config.updates && config.updates <= DescentConfig::kMostUpdates,
        "updates: must be in [1, ", DescentConfig::kMostUpdates, "], got ", config.updates);
  std::unique_ptr<Problem> problem = plane_problem(spec::parse(config.function));
  move_to(*problem, config.start.value_or(position(*problem)));
  const NamedParameters parameters = problem->parameters();
  auto objective = std::make_unique<Plane>(std::move(problem), config.seed);
  const Plane& plane = *objective;

  // There is no data here: an update counts as an epoch and as an evaluation.
  RunHeader header;
  header.updates_per_epoch = 1;
  header.updates = config.updates;
  header.eval_every = 1;
  spec::read_call(config.optimizer, "optimizer", optimizer_catalogue());  // or says what is meant
  const spec::Expr call = spec::parse(config.optimizer);  // figures show it as it was typed
  std::unique_ptr<Optimizer> optimizer = make_optimizer(call, parameters);
  RunRates rates = rates_of(config, call, plan_of(header), words);
  rates.check_metrics(metric_names({.classification = false}));
  const ScheduleRemarks remarks = remarks_of(rates, call);
  Descent descent{.optimizer = spec::print(call),
                  .schedule = to_text(rates.lr().schedule().schedule()),
                  .rows = {},
                  .warnings = remarks.warnings,
                  .notes = remarks.notes};
  Trainer trainer({.header = header,
                   .objective = std::move(objective),
                   .trained = parameters,
                   .optimizer = std::move(optimizer),
                   .average = nullptr,
                   .rates = std::move(rates),
                   .columns = {}});

  const double first_loss = trainer.judge().validation.loss;
  const PlanePoint start = plane.judged_at();
  check(std::isfinite(start.x) && std::isfinite(start.y) && std::isfinite(first_loss),
        "start: the loss of ", config.function, " at (", start.x, ", ", start.y,
        ") is not finite (start nearer to the origin)");
  descent.rows.push_back({.step = 0, .at = start, .loss = first_loss});
  while (!trainer.done()) {
    descent.rows.back().lr = trainer.rates().at(trainer.step()).lr;
    if (!trainer.update()) {
      break;
    }
    const std::optional<EvalRecord> eval = trainer.evaluate();
    const PlanePoint at = plane.judged_at();
    if (!eval || !std::isfinite(at.x) || !std::isfinite(at.y)) {
      descent.diverged_at = trainer.step() - 1;
      break;
    }
    descent.rows.push_back({.step = trainer.step(), .at = at, .loss = eval->val_loss});
  }
  if (trainer.diverged_at()) {
    descent.diverged_at = trainer.diverged_at();
  }
  return descent;
}

}}  // namespace anneal::ANNEAL_PRECISION
