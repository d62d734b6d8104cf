#include "schedulers/dialects/optax.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/shared.h"

// optax.schedules: pure functions of the update count that give absolute rates.
namespace anneal::dialect {

CurvePtr optax_cosine_curve(std::int64_t length, const OptaxCosine& shape) {
  return make_curve(length, [shape](std::int64_t t) {
    if (t < shape.climb) {
      return linear_curve(ratio(t, shape.climb), shape.first, shape.top);
    }
    const double u = ratio(t - shape.climb, shape.count);
    const double left = std::pow(cosine_curve(u, 1.0, 0.0), shape.exponent);
    return shape.end + (shape.top - shape.end) * left;
  });
}

std::vector<spec::Parameter> optax_exponential_parameters() {
  spec::Parameter end = base_rate("end_value", "the rate stops here");
  end.default_text = "none";
  return {duration("transition_steps", "time of one decay_rate"),
          number("decay_rate", "factor; above 1 it grows", "", spec::above(0.0)),
          delay("transition_begin", "the first rate is held so long", "0it"),
          flag("staircase", "only whole transition_steps count"), end};
}

Schedule optax_exponential(const spec::Arguments& arguments,
                           const RunPlan& plan,
                           double top,
                           Pieces before,
                           std::int64_t available) {
  const double decay_rate = arguments.number("decay_rate");
  if (decay_rate == 0.0) {
    return before.then_open(constant(top), available);  // as in Optax: no decay at all
  }
  Schedule fall = scaled(top, CallBuilder("decay")
                                  .number("gamma", decay_rate)
                                  .expr("every", arguments.expr("transition_steps"))
                                  .flag("staircase", arguments.flag("staircase"))
                                  .schedule());
  double held = top;
  if (arguments.has("end_value")) {
    // A floor for a decay, a ceiling for a growth; from the first update on.
    const double end = relative(arguments, "end_value", plan);
    held = decay_rate < 1.0 ? std::max(top, end) : std::min(top, end);
    constexpr double kNoLimit = std::numeric_limits<double>::infinity();
    fall = decay_rate < 1.0 ? clamp(fall, end, kNoLimit) : clamp(fall, 0.0, end);
  }
  const std::int64_t begin = updates(arguments, "transition_begin", plan);
  if (begin > 0) {
    before.add(begin, constant(held, in_updates(begin)));
  }
  return before.then_open(fall, available);
}
namespace {

Expansion expand_constant(const spec::Arguments& arguments, const RunPlan& plan) {
  return constant(relative(arguments, "value", plan));
}

// "constant(value) for the first transition_begin updates", then the transition.
Schedule transition(const spec::Arguments& arguments, const RunPlan& plan, double power) {
  const double from = relative(arguments, "init_value", plan);
  const double to = relative(arguments, "end_value", plan);
  const std::int64_t begin = updates(arguments, "transition_begin", plan);
  const std::int64_t count = updates(arguments, "transition_steps", plan);
  if (count == 0) {
    return constant(from);
  }
  Pieces pieces;
  if (begin > 0) {
    pieces.add(begin, constant(from, in_updates(begin)));
  }
  pieces.add(count, power_piece(power, from, to, count));
  return pieces.then_hold(available_updates(arguments, plan));
}

Expansion expand_linear(const spec::Arguments& arguments, const RunPlan& plan) {
  return transition(arguments, plan, 1.0);
}

Expansion expand_polynomial(const spec::Arguments& arguments, const RunPlan& plan) {
  return transition(arguments, plan, arguments.number("power"));
}

Expansion expand_cosine_decay(const spec::Arguments& arguments, const RunPlan& plan) {
  const double top = relative(arguments, "init_value", plan);
  const double alpha = arguments.number("alpha");
  const std::int64_t count = updates(arguments, "decay_steps", plan);
  if (arguments.number("exponent") != 1.0) {
    return std::nullopt;
  }
  return Pieces()
      .add(count, half_cosine(top, top * alpha, count))
      .then_hold(available_updates(arguments, plan));
}

CurvePtr cosine_decay_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const double top = relative(arguments, "init_value", piece.plan);
  return optax_cosine_curve(piece.length, {.count = piece.updates(arguments, "decay_steps"),
                                           .top = top,
                                           .end = top * arguments.number("alpha"),
                                           .exponent = arguments.number("exponent")});
}

Expansion expand_exponential(const spec::Arguments& arguments, const RunPlan& plan) {
  return optax_exponential(arguments, plan, relative(arguments, "init_value", plan), Pieces(),
                           available_updates(arguments, plan));
}

Expansion expand_warmup_constant(const spec::Arguments& arguments, const RunPlan& plan) {
  const double from = relative(arguments, "init_value", plan);
  const double to = relative(arguments, "peak_value", plan);
  const std::int64_t count = updates(arguments, "warmup_steps", plan);
  if (count == 0) {
    return constant(from);
  }
  return Pieces()
      .add(count, line(from, to, count))
      .then_open(constant(to), available_updates(arguments, plan));
}

Dialect constant_schedule() {
  return {.family = "constant",
          .name = "optax.constant_schedule",
          .parameters = {base_rate("value", "the rate")},
          .formula = "value",
          .help = "Optax's constant rate",
          .source = "optax.constant_schedule",
          .expand = expand_constant,
          .example = "optax.constant_schedule(value=0.1)",
          .here = "constant"};
}

std::vector<spec::Parameter> transition_parameters() {
  return {base_rate("init_value", "rate of the first update"), rate("end_value", "last rate", ""),
          delay("transition_steps", "how long it takes; 0it: the first rate for ever"),
          delay("transition_begin", "the first rate is held so long", "0it")};
}

Dialect linear_schedule() {
  return {.family = "linear",
          .name = "optax.linear_schedule",
          .parameters = transition_parameters(),
          .formula = "init + (end - init) (t - begin) / steps",
          .help = "Optax's straight line, up or down",
          .source = "optax.linear_schedule",
          .expand = expand_linear,
          .example =
              "optax.linear_schedule(init_value=0.1, end_value=0.01, "
              "transition_steps=100it)",
          .here = "linear(to=0.1)"};
}

Dialect polynomial_schedule() {
  std::vector<spec::Parameter> parameters = transition_parameters();
  parameters.insert(parameters.begin() + 2, number("power", "1 is linear", "", spec::above(0.0)));
  return {.family = "polynomial",
          .name = "optax.polynomial_schedule",
          .parameters = parameters,
          .formula = "end + (init - end) (1 - (t - begin) / steps)^power",
          .help = "Optax's polynomial, up or down",
          .source = "optax.polynomial_schedule",
          .expand = expand_polynomial,
          .example =
              "optax.polynomial_schedule(init_value=0.1, end_value=0, power=2, "
              "transition_steps=80it, transition_begin=20it)",
          .here = "constant(for=20it) then polynomial(power=2)"};
}

Dialect cosine_decay_schedule() {
  return {.family = "cosine",
          .name = "optax.cosine_decay_schedule",
          .parameters = {base_rate("init_value", "rate of the first update"),
                         duration("decay_steps", "time of the fall"),
                         number("alpha", "last rate over the first", "0", spec::at_least(0.0)),
                         number("exponent", "power of the cosine", "1", spec::above(0.0))},
          .formula = "init ((1 - alpha) ((1 + cos(pi u)) / 2)^exponent + alpha)",
          .help = "Optax's cosine; alpha is a share, not a rate",
          .source = "optax.cosine_decay_schedule",
          .curve = cosine_decay_curve,
          .expand = expand_cosine_decay,
          .example = "optax.cosine_decay_schedule(init_value=0.1, decay_steps=100it, alpha=0.1)",
          .here = "cosine(to=0.1)"};
}

Dialect exponential_decay_schedule() {
  std::vector<spec::Parameter> parameters = optax_exponential_parameters();
  parameters.insert(parameters.begin(), base_rate("init_value", "rate of the first update"));
  return {.family = "exponential",
          .name = "optax.exponential_decay",
          .parameters = parameters,
          .formula =
              "init decay_rate^((t - begin) / steps), not beyond "
              "end_value",
          .help = "Optax's exponential decay, or growth",
          .source = "optax.exponential_decay",
          .expand = expand_exponential,
          .example =
              "optax.exponential_decay(init_value=0.1, transition_steps=20it, "
              "decay_rate=0.5, end_value=0.02)",
          .here = "clamp(decay(gamma=0.5, every=20it), min=0.2)"};
}

Dialect warmup_constant_schedule() {
  return {.family = "warmup",
          .name = "optax.warmup_constant_schedule",
          .parameters = {rate("init_value", "rate of the first update", ""),
                         base_rate("peak_value", "rate after the warmup"),
                         delay("warmup_steps", "time of the climb")},
          .formula = "init + (peak - init) min(t / warmup_steps, 1)",
          .help = "Optax's linear warmup",
          .source = "optax.warmup_constant_schedule",
          .aliases = {"optax.warmup_constant"},
          .expand = expand_warmup_constant,
          .example =
              "optax.warmup_constant_schedule(init_value=0, peak_value=0.1, "
              "warmup_steps=10it)",
          .here = "warmup(10it) then constant"};
}

// Optax counts like Keras but measures a gain like PyTorch.
Expansion expand_plateau(const spec::Arguments& arguments, const RunPlan&) {
  const bool absolute = arguments.number("rtol") == 0.0;
  CallBuilder call("plateau");
  call.expr("metric", arguments.expr("metric"))
      .number("factor", arguments.number("factor"))
      .expr("patience", arguments.expr("patience"))
      .number("threshold", arguments.number(absolute ? "atol" : "rtol"))
      .word("threshold_mode", absolute ? "abs" : "rel")
      .expr("cooldown", arguments.expr("cooldown"))
      .number("min", arguments.number("min_scale"))
      .word("acts", "at");
  return plateau_in_mode(std::move(call), arguments.text("metric"), "min");
}

void normalise_plateau(const spec::Arguments& arguments, spec::Expr&) {
  if (arguments.number("rtol") > 0.0 && arguments.number("atol") > 0.0) {
    throw arguments.error("atol", "only one of rtol and atol may be above 0 (write rtol=0)");
  }
}

Dialect reduce_on_plateau() {
  return {.family = "plateau",
          .name = "optax.reduce_on_plateau",
          .parameters = {number("factor", "what the rate is multiplied by", "0.1",
                                spec::strictly_between(0.0, 1.0)),
                         {.name = "patience",
                          .kind = spec::ValueKind::kEvaluations,
                          .default_text = "10ev",
                          .range = spec::at_least(1.0),
                          .help = "the cut comes at this evaluation without gain"},
                         number("rtol", "a gain must be a larger share of |best|", "1e-4",
                                spec::between(0.0, 1.0)),
                         number("atol", "a gain must be larger", "0", spec::at_least(0.0)),
                         {.name = "cooldown",
                          .kind = spec::ValueKind::kEvaluations,
                          .default_text = "0ev",
                          .help = "evaluations after a cut that do not count"},
                         number("min_scale", "lowest multiplier", "0", spec::between(0.0, 1.0)),
                         {.name = "metric",
                          .kind = spec::ValueKind::kText,
                          .default_text = "val_loss",
                          .help = "which metric update() would be given"}},
          .formula =
              "scale <- max(scale factor, min_scale) at the patience-th "
              "evaluation in a row without gain",
          .help =
              "Optax's plateau, for a metric to be made small; without "
              "accumulation_size, since an evaluation here is of the whole set",
          .source = "optax.contrib.reduce_on_plateau",
          .aliases = {"optax.contrib.reduce_on_plateau"},
          .normalise = normalise_plateau,
          .expand = expand_plateau,
          .example = "optax.reduce_on_plateau(factor=0.5, patience=3ev)",
          .here = "plateau(factor=0.5, patience=3ev, acts=at)"};
}

}  // namespace

std::vector<Dialect> optax() {
  return {constant_schedule(),          linear_schedule(),       polynomial_schedule(),
          exponential_decay_schedule(), cosine_decay_schedule(), warmup_constant_schedule(),
          reduce_on_plateau()};
}

}  // namespace anneal::dialect
