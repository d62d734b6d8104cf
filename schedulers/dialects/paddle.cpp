
#include <cmath>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/dialects/phases.h"
#include "schedulers/dialects/shared.h"

// paddle.optimizer.lr. Its schedulers own the rate: learning_rate, here the run's base rate unless
// it is given.
namespace anneal::dialect {
namespace {

constexpr const char* kRate = "learning_rate";

spec::Parameter learning_rate() {
  return base_rate(kRate, "first rate");
}

spec::Parameter gamma(const char* default_text = "") {
  return number("gamma", "factor", default_text, spec::above(0.0));
}

// A schedule that begins at 1, from learning_rate.
template <auto expand>
Expansion from_rate(const spec::Arguments& arguments, const RunPlan& plan) {
  return scaled(relative(arguments, kRate, plan), *expand(arguments, plan));
}

Expansion expand_noam(const spec::Arguments& arguments, const RunPlan& plan) {
  const auto climb = static_cast<double>(updates(arguments, "warmup_steps", plan));
  const double peak =
      relative(arguments, kRate, plan) / std::sqrt(arguments.number("d_model") * climb);
  const Schedule noam =
      CallBuilder("noam").expr("warmup", arguments.expr("warmup_steps")).schedule();
  return Pieces()
      .add(1, constant(0.0, in_updates(1)))
      .then_open(scaled(peak, noam), available_updates(arguments, plan));
}

Expansion expand_exponential(const spec::Arguments& arguments, const RunPlan& plan) {
  return scaled(relative(arguments, kRate, plan),
                exponential_decay(arguments.number("gamma"), arguments));
}

Expansion expand_natural_exp(const spec::Arguments& arguments, const RunPlan& plan) {
  return scaled(relative(arguments, kRate, plan),
                exponential_decay(std::exp(-arguments.number("gamma")), arguments));
}

Expansion expand_inverse_time(const spec::Arguments& arguments, const RunPlan& plan) {
  const bool each_update = arguments.length("every") == spec::Number{1.0, spec::Unit::kUpdates};
  return scaled(relative(arguments, kRate, plan), CallBuilder("inverse_time")
                                                      .number("rate", arguments.number("gamma"))
                                                      .expr("every", arguments.expr("every"))
                                                      .flag("staircase", !each_update)
                                                      .schedule());
}

Expansion expand_piecewise(const spec::Arguments& arguments, const RunPlan& plan) {
  std::vector<double> values;
  for (const double value : arguments.numbers("values")) {
    values.push_back(relative(value, plan));
  }
  return CallBuilder("piecewise")
      .numbers("values", values)
      .expr("at", arguments.expr("boundaries"))
      .schedule();
}

Expansion expand_polynomial(const spec::Arguments& arguments, const RunPlan& plan) {
  if (arguments.flag("cycle")) {
    return std::nullopt;
  }
  const std::int64_t count = updates(arguments, "decay_steps", plan);
  const Schedule piece = power_piece(arguments.number("power"), relative(arguments, kRate, plan),
                                     relative(arguments, "end_lr", plan), count);
  return Pieces().add(count, piece).then_hold(available_updates(arguments, plan));
}

CurvePtr polynomial_curve(const spec::Arguments& arguments, PieceContext& piece) {
  return make_cyclic_polynomial(piece.length, {.first = piece.updates(arguments, "decay_steps"),
                                               .power = arguments.number("power"),
                                               .from = relative(arguments, kRate, piece.plan),
                                               .to = relative(arguments, "end_lr", piece.plan)});
}

// learning_rate may be a rate or another scheduler, which begins after the warmup.
Expansion expand_linear_warmup(const spec::Arguments& arguments,
                               const RunPlan& plan,
                               const std::vector<Schedule>& scheduler) {
  const std::int64_t count = updates(arguments, "warmup_steps", plan);
  const Schedule climb =
      line(relative(arguments, "start_lr", plan), relative(arguments, "end_lr", plan), count);
  const Schedule rest = scheduler.empty()
                            ? constant(relative(arguments.expr(kRate).number.value, plan))
                            : open(scheduler.front());
  return Pieces().add(count, climb).then_open(rest, available_updates(arguments, plan));
}

void check_linear_warmup(const spec::Arguments& arguments, spec::Expr&) {
  const spec::Expr& next = arguments.expr(kRate);
  if (next.is_number() && (!(next.number.value >= 0.0) || next.number.unit != spec::Unit::kNone)) {
    throw arguments.error(kRate,
                          join_text("expected a rate >= 0 or a schedule, got ", spec::brief(next)));
  }
}

Expansion expand_linear_lr(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t count = updates(arguments, "total_steps", plan);
  const Schedule climb =
      line(arguments.number("start_factor"), arguments.number("end_factor"), count);
  return scaled(relative(arguments, kRate, plan),
                Pieces().add(count, climb).then_hold(available_updates(arguments, plan)));
}

Dialect polynomial_row() {
  return {.family = "polynomial",
          .name = "paddle.PolynomialDecay",
          .parameters = {learning_rate(), duration("decay_steps", "time of the fall"),
                         rate("end_lr", "last rate", "1e-4"),
                         number("power", "1 is linear", "1", spec::above(0.0)),
                         flag("cycle", "again over 2, 3, ... decay_steps")},
          .formula = "end_lr + (learning_rate - end_lr) (1 - t / decay_steps)^power",
          .help = "Paddle's polynomial decay, Keras's with other names",
          .source = "paddle.optimizer.lr.PolynomialDecay",
          .curve = polynomial_curve,
          .expand = expand_polynomial,
          .example = "paddle.PolynomialDecay(decay_steps=100it, end_lr=0.001)",
          .here = "linear(to=0.01)"};
}

Dialect linear_warmup_row() {
  return {
      .family = "warmup",
      .name = "paddle.LinearWarmup",
      .parameters = {{.name = kRate,
                      .kind = spec::ValueKind::kExpr,
                      .help =
                          "what comes after the warmup: a rate, or a schedule on its own clock"},
                     duration("warmup_steps", "time of the climb"),
                     rate("start_lr", "first rate", ""),
                     rate("end_lr", "rate at the end of the climb", "")},
      .formula = "start_lr + (end_lr - start_lr) t / warmup_steps, then learning_rate",
      .help = "Paddle's warmup around another scheduler",
      .source = "paddle.optimizer.lr.LinearWarmup",
      .inner = {.argument = kRate, .or_rate = true},
      .normalise = check_linear_warmup,
      .expand_inner = expand_linear_warmup,
      .example =
          "paddle.LinearWarmup(learning_rate=paddle.CosineAnnealingDecay(T_max=90it), "
          "warmup_steps=10it, start_lr=0, end_lr=0.1)",
      .here = "warmup(10it) then cosine"};
}

Dialect piecewise_row() {
  return {.family = "multistep",
          .name = "paddle.PiecewiseDecay",
          .parameters = {durations("boundaries", "when the next value begins"),
                         {.name = "values",
                          .kind = spec::ValueKind::kNumbers,
                          .range = spec::at_least(0.0),
                          .help = "rates, one more than boundaries"}},
          .formula = "values[number of boundaries <= t]",
          .help = "Paddle's steps: unlike in Keras the boundary already uses the new rate",
          .source = "paddle.optimizer.lr.PiecewiseDecay",
          .normalise = normalise_piecewise,
          .expand = expand_piecewise,
          .example = "paddle.PiecewiseDecay(boundaries=[3ep, 6ep], values=[0.1, 0.01, 0.001])",
          .here = "multistep(at=[3ep, 6ep])"};
}

Expansion expand_reduce_on_plateau(const spec::Arguments& arguments, const RunPlan& plan) {
  return plateau_of(arguments, plan, "epsilon");
}

}  // namespace

std::vector<Dialect> paddle() {
  return {
      {.family = "noam",
       .name = "paddle.NoamDecay",
       .parameters = {number("d_model", "width of the model", "", spec::above(0.0)),
                      duration("warmup_steps", "time of the climb"), learning_rate()},
       .formula = "learning_rate d_model^-0.5 min(t^-0.5, t warmup_steps^-1.5), and 0 at t = 0",
       .help = "the transformer's schedule in Paddle: learning_rate is not the peak, which is "
               "learning_rate / sqrt(d_model warmup_steps), and the first update has rate 0",
       .source = "paddle.optimizer.lr.NoamDecay",
       .expand = expand_noam,
       .example = "paddle.NoamDecay(d_model=4, warmup_steps=25it)",
       .here = "constant(0, for=1it) then constant(0.1) * noam(warmup=25it)"},
      {.family = "exponential",
       .name = "paddle.ExponentialDecay",
       .parameters = {learning_rate(), gamma(), every_parameter()},
       .formula = "learning_rate gamma^floor(t / every)",
       .help = "Paddle's exponential decay; `every` is ours: per update or per epoch",
       .source = "paddle.optimizer.lr.ExponentialDecay",
       .expand = expand_exponential,
       .example = "paddle.ExponentialDecay(gamma=0.9, every=1ep)",
       .here = "decay(gamma=0.9, every=1ep, staircase=true)"},
      {.family = "exponential",
       .name = "paddle.NaturalExpDecay",
       .parameters = {learning_rate(), gamma(), every_parameter()},
       .formula = "learning_rate e^(-gamma floor(t / every))",
       .help = "Paddle's exponential decay with base e; `every` is ours",
       .source = "paddle.optimizer.lr.NaturalExpDecay",
       .expand = expand_natural_exp,
       .example = "paddle.NaturalExpDecay(gamma=0.5)",
       .here = "decay(gamma=0.6065306597126334, every=1it)"},
      {.family = "inverse time",
       .name = "paddle.InverseTimeDecay",
       .parameters = {learning_rate(), gamma(), every_parameter()},
       .formula = "learning_rate / (1 + gamma floor(t / every))",
       .help = "Paddle's 1/t decay; `every` is ours",
       .source = "paddle.optimizer.lr.InverseTimeDecay",
       .expand = expand_inverse_time,
       .example = "paddle.InverseTimeDecay(gamma=0.05)",
       .here = "inverse_time(rate=0.05, every=1it)"},
      {.family = "step",
       .name = "paddle.StepDecay",
       .parameters = {learning_rate(), duration("step_size", "time between the steps"),
                      gamma("0.1")},
       .formula = "learning_rate gamma^floor(t / step_size)",
       .help = "Paddle's step decay",
       .source = "paddle.optimizer.lr.StepDecay",
       .expand = from_rate<expand_step>,
       .example = "paddle.StepDecay(step_size=3ep)",
       .here = "step(every=3ep)"},
      {.family = "multistep",
       .name = "paddle.MultiStepDecay",
       .parameters = {learning_rate(), durations("milestones", "when the rate falls"),
                      gamma("0.1")},
       .formula = "learning_rate gamma^(number of milestones <= t)",
       .help = "Paddle's milestones",
       .source = "paddle.optimizer.lr.MultiStepDecay",
       .expand = from_rate<expand_multistep>,
       .example = "paddle.MultiStepDecay(milestones=[3ep, 6ep])",
       .here = "multistep(at=[3ep, 6ep])"},
      piecewise_row(),
      polynomial_row(),
      linear_warmup_row(),
      {.family = "warmup",
       .name = "paddle.LinearLR",
       .parameters = {learning_rate(), duration("total_steps", "how long"),
                      number("start_factor", "first multiplier", "1/3", spec::between(0.0, 1.0)),
                      number("end_factor", "last multiplier", "1", spec::between(0.0, 1.0))},
       .formula = "learning_rate (start + (end - start) min(t, T) / T)",
       .help = "Paddle's linear warmup",
       .source = "paddle.optimizer.lr.LinearLR",
       .expand = expand_linear_lr,
       .example = "paddle.LinearLR(total_steps=20it, start_factor=0.25)",
       .here = "warmup(20it, from=0.25) then constant"},
      {.family = "plateau",
       .name = "paddle.ReduceOnPlateau",
       .parameters = plateau_parameters("epsilon"),
       .formula =
           "rate <- max(rate factor, min_lr) when more than patience evaluations in a row are "
           "without gain",
       .help = "Paddle's plateau, which acts like PyTorch's; there the best metric is not kept "
               "up to "
               "date during a cooldown",
       .source = "paddle.optimizer.lr.ReduceOnPlateau",
       .expand = expand_reduce_on_plateau,
       .example = "paddle.ReduceOnPlateau(factor=0.5, patience=3ev, epsilon=0)",
       .here = "plateau(factor=0.5, patience=3ev)"},
  };
}

}  // namespace anneal::dialect
