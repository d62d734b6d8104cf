#include <cmath>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/dialects/libraries.h"
#include "schedulers/dialects/paddle_parts.h"
#include "schedulers/dialects/saw.h"
#include "schedulers/dialects/shared.h"

// paddle.optimizer.lr. Its schedulers own the rate: learning_rate, here the run's base rate unless
// it is given.
namespace anneal::dialect {
namespace {

spec::Parameter gamma(const char* default_text = "") {
  return number("gamma", "factor", default_text, spec::above(0.0));
}

// A schedule that begins at 1, from learning_rate.
template <auto expand>
Schedule from_rate(const spec::Arguments& arguments, const RunPlan& plan) {
  return scaled(relative(arguments, kRate, plan), expand(arguments, plan));
}

Schedule expand_noam(const spec::Arguments& arguments, const RunPlan& plan) {
  const auto climb = static_cast<double>(updates(arguments, "warmup_steps", plan));
  const double peak =
      relative(arguments, kRate, plan) / std::sqrt(arguments.number("d_model") * climb);
  const Schedule noam =
      CallBuilder("noam").expr("warmup", arguments.expr("warmup_steps")).schedule();
  return Pieces()
      .add(1, constant(0.0, in_updates(1)))
      .then_open(scaled(peak, noam), room(arguments, plan));
}

Schedule expand_exponential(const spec::Arguments& arguments, const RunPlan& plan) {
  return scaled(relative(arguments, kRate, plan),
                exponential_decay(arguments.number("gamma"), arguments));
}

Schedule expand_natural_exp(const spec::Arguments& arguments, const RunPlan& plan) {
  return scaled(relative(arguments, kRate, plan),
                exponential_decay(std::exp(-arguments.number("gamma")), arguments));
}

Schedule expand_inverse_time(const spec::Arguments& arguments, const RunPlan& plan) {
  const bool each_update = arguments.length("every") == spec::Number{1.0, spec::Unit::kUpdates};
  return scaled(relative(arguments, kRate, plan), CallBuilder("inverse_time")
                                                      .number("rate", arguments.number("gamma"))
                                                      .expr("every", arguments.expr("every"))
                                                      .flag("staircase", !each_update)
                                                      .schedule());
}

Schedule expand_piecewise(const spec::Arguments& arguments, const RunPlan& plan) {
  std::vector<double> values;
  for (const double value : arguments.numbers("values")) {
    values.push_back(relative(value, plan));
  }
  return CallBuilder("piecewise")
      .numbers("values", values)
      .expr("at", arguments.expr("boundaries"))
      .schedule();
}

Schedule expand_polynomial(const spec::Arguments& arguments, const RunPlan& plan) {
  if (arguments.flag("cycle")) {
    return itself(arguments);
  }
  const std::int64_t count = updates(arguments, "decay_steps", plan);
  const Schedule piece = power_piece(arguments.number("power"), relative(arguments, kRate, plan),
                                     relative(arguments, "end_lr", plan), count);
  return Pieces().add(count, piece).then_hold(room(arguments, plan));
}

CurvePtr polynomial_curve(const spec::Arguments& arguments, Place& place) {
  return make_saw(place.length(), {.first = place.updates(arguments, "decay_steps"),
                                   .power = arguments.number("power"),
                                   .from = relative(arguments, kRate, place.plan()),
                                   .to = relative(arguments, "end_lr", place.plan())});
}

// learning_rate may be a rate or another scheduler, which begins after the warmup.
bool is_rate(const spec::Expr& expr) {
  return expr.is_number();
}

Schedule expand_linear_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t count = updates(arguments, "warmup_steps", plan);
  const Schedule climb =
      line(relative(arguments, "start_lr", plan), relative(arguments, "end_lr", plan), count);
  const spec::Expr& next = arguments.expr(kRate);
  const Schedule rest =
      is_rate(next) ? constant(relative(next.number.value, plan)) : open(make_schedule(next));
  return Pieces().add(count, climb).then_open(rest, room(arguments, plan));
}

void normalise_linear_warmup(const spec::Arguments& arguments, spec::Expr& call) {
  const spec::Expr& next = arguments.expr(kRate);
  if (is_rate(next)) {
    if (!(next.number.value >= 0.0) || next.number.unit != spec::Unit::kNone) {
      throw arguments.error(
          kRate, join_text("expected a rate >= 0 or a schedule, got ", spec::brief(next)));
    }
    return;
  }
  for (spec::Argument& argument : call.arguments) {
    if (argument.name == kRate) {
      argument.value = make_schedule(next).expr();
    }
  }
}

Schedule expand_linear_lr(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t count = updates(arguments, "total_steps", plan);
  const Schedule climb =
      line(arguments.number("start_factor"), arguments.number("end_factor"), count);
  return scaled(relative(arguments, kRate, plan),
                Pieces().add(count, climb).then_hold(room(arguments, plan)));
}

Dialect polynomial_row() {
  Dialect dialect = row(
      "polynomial", "PolynomialDecay",
      {learning_rate(), duration("decay_steps", "time of the fall"),
       rate("end_lr", "last rate", "1e-4"), number("power", "1 is linear", "1", spec::above(0.0)),
       flag("cycle", "again over 2, 3, ... decay_steps")},
      "end_lr + (learning_rate - end_lr) (1 - t / decay_steps)^power",
      "Paddle's polynomial decay, Keras's with other names", expand_polynomial,
      "paddle.PolynomialDecay(decay_steps=100it, end_lr=0.001)", "linear(to=0.01)");
  dialect.entry.curve = polynomial_curve;
  return dialect;
}

Dialect linear_warmup_row() {
  Dialect dialect =
      row("warmup", "LinearWarmup",
          {{.name = kRate,
            .kind = spec::ValueKind::kExpr,
            .help = "what comes after the warmup: a rate, or a schedule on its own clock"},
           duration("warmup_steps", "time of the climb"),
           rate("start_lr", "first rate", ""),
           rate("end_lr", "rate at the end of the climb", "")},
          "start_lr + (end_lr - start_lr) t / warmup_steps, then learning_rate",
          "Paddle's warmup around another scheduler", expand_linear_warmup,
          "paddle.LinearWarmup(learning_rate=paddle.CosineAnnealingDecay(T_max=90it), "
          "warmup_steps=10it, start_lr=0, end_lr=0.1)",
          "warmup(10it) then cosine");
  dialect.entry.normalise = normalise_linear_warmup;
  return dialect;
}

Dialect piecewise_row() {
  Dialect dialect = row("multistep", "PiecewiseDecay",
                        {durations("boundaries", "when the next value begins"),
                         {.name = "values",
                          .kind = spec::ValueKind::kNumbers,
                          .range = spec::at_least(0.0),
                          .help = "rates, one more than boundaries"}},
                        "values[number of boundaries <= t]",
                        "Paddle's steps: unlike in Keras the boundary already uses the new rate",
                        expand_piecewise,
                        "paddle.PiecewiseDecay(boundaries=[3ep, 6ep], values=[0.1, 0.01, 0.001])",
                        "multistep(at=[3ep, 6ep])");
  dialect.entry.normalise = normalise_piecewise;
  return dialect;
}

Schedule expand_reduce_on_plateau(const spec::Arguments& arguments, const RunPlan& plan) {
  return plateau_of(arguments, plan, "epsilon");
}

}  // namespace

std::vector<Dialect> paddle() {
  return {
      row("noam", "NoamDecay",
          {number("d_model", "width of the model", "", spec::above(0.0)),
           duration("warmup_steps", "time of the climb"), learning_rate()},
          "learning_rate d_model^-0.5 min(t^-0.5, t warmup_steps^-1.5), and 0 at t = 0",
          "the transformer's schedule in Paddle: learning_rate is not the peak, which is "
          "learning_rate / sqrt(d_model warmup_steps), and the first update has rate 0",
          expand_noam, "paddle.NoamDecay(d_model=4, warmup_steps=25it)",
          "constant(0, for=1it) then constant(0.1) * noam(warmup=25it)"),
      row("exponential", "ExponentialDecay", {learning_rate(), gamma(), every_parameter()},
          "learning_rate gamma^floor(t / every)",
          "Paddle's exponential decay; `every` is ours: per update or per epoch",
          expand_exponential, "paddle.ExponentialDecay(gamma=0.9, every=1ep)",
          "decay(gamma=0.9, every=1ep, staircase=true)"),
      row("exponential", "NaturalExpDecay", {learning_rate(), gamma(), every_parameter()},
          "learning_rate e^(-gamma floor(t / every))",
          "Paddle's exponential decay with base e; `every` is ours", expand_natural_exp,
          "paddle.NaturalExpDecay(gamma=0.5)", "decay(gamma=0.6065306597126334, every=1it)"),
      row("inverse time", "InverseTimeDecay", {learning_rate(), gamma(), every_parameter()},
          "learning_rate / (1 + gamma floor(t / every))", "Paddle's 1/t decay; `every` is ours",
          expand_inverse_time, "paddle.InverseTimeDecay(gamma=0.05)",
          "inverse_time(rate=0.05, every=1it)"),
      row("step", "StepDecay",
          {learning_rate(), duration("step_size", "time between the steps"), gamma("0.1")},
          "learning_rate gamma^floor(t / step_size)", "Paddle's step decay", from_rate<expand_step>,
          "paddle.StepDecay(step_size=3ep)", "step(every=3ep)"),
      row("multistep", "MultiStepDecay",
          {learning_rate(), durations("milestones", "when the rate falls"), gamma("0.1")},
          "learning_rate gamma^(number of milestones <= t)", "Paddle's milestones",
          from_rate<expand_multistep>, "paddle.MultiStepDecay(milestones=[3ep, 6ep])",
          "multistep(at=[3ep, 6ep])"),
      piecewise_row(),
      polynomial_row(),
      linear_warmup_row(),
      row("warmup", "LinearLR",
          {learning_rate(), duration("total_steps", "how long"),
           number("start_factor", "first multiplier", "1/3", spec::between(0.0, 1.0)),
           number("end_factor", "last multiplier", "1", spec::between(0.0, 1.0))},
          "learning_rate (start + (end - start) min(t, T) / T)", "Paddle's linear warmup",
          expand_linear_lr, "paddle.LinearLR(total_steps=20it, start_factor=0.25)",
          "warmup(20it, from=0.25) then constant"),
      row("plateau", "ReduceOnPlateau", plateau_parameters("epsilon"),
          "rate <- max(rate factor, min_lr) when more than patience evaluations in a row are "
          "without gain",
          "Paddle's plateau, which acts like PyTorch's; there the best metric is not kept up to "
          "date during a cooldown",
          expand_reduce_on_plateau, "paddle.ReduceOnPlateau(factor=0.5, patience=3ev, epsilon=0)",
          "plateau(factor=0.5, patience=3ev)"),
  };
}

}  // namespace anneal::dialect
