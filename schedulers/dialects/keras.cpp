#include <algorithm>
#include <utility>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/dialects/phases.h"
#include "schedulers/dialects/shared.h"

// keras.optimizers.schedules, which give absolute rates, and the callback ReduceLROnPlateau.
namespace anneal::dialect {
namespace {

constexpr const char* kInitial = "initial_learning_rate";

spec::Parameter initial() {
  return base_rate(kInitial, "rate of the first update");
}

Expansion expand_exponential(const spec::Arguments& arguments, const RunPlan& plan) {
  return scaled(relative(arguments, kInitial, plan),
                CallBuilder("decay")
                    .number("gamma", arguments.number("decay_rate"))
                    .expr("every", arguments.expr("decay_steps"))
                    .flag("staircase", arguments.flag("staircase"))
                    .schedule());
}

Expansion expand_inverse_time(const spec::Arguments& arguments, const RunPlan& plan) {
  return scaled(relative(arguments, kInitial, plan),
                CallBuilder("inverse_time")
                    .number("rate", arguments.number("decay_rate"))
                    .expr("every", arguments.expr("decay_steps"))
                    .flag("staircase", arguments.flag("staircase"))
                    .schedule());
}

Expansion expand_piecewise(const spec::Arguments& arguments, const RunPlan& plan) {
  std::vector<double> values;
  for (const double value : arguments.numbers("values")) {
    values.push_back(relative(value, plan));
  }
  std::vector<Length> at;
  for (const std::int64_t boundary : updates_each(arguments, "boundaries", plan)) {
    at.push_back(in_updates(boundary + 1));  // Keras still uses the old value at the boundary
  }
  return CallBuilder("piecewise").numbers("values", values).lengths("at", at).schedule();
}

Expansion expand_polynomial(const spec::Arguments& arguments, const RunPlan& plan) {
  if (arguments.flag("cycle")) {
    return std::nullopt;
  }
  const std::int64_t count = updates(arguments, "decay_steps", plan);
  const Schedule piece = power_piece(arguments.number("power"), relative(arguments, kInitial, plan),
                                     relative(arguments, "end_learning_rate", plan), count);
  return Pieces().add(count, piece).then_hold(available_updates(arguments, plan));
}

CurvePtr polynomial_curve(const spec::Arguments& arguments, PieceContext& piece) {
  return make_cyclic_polynomial(piece.length,
                                {.first = piece.updates(arguments, "decay_steps"),
                                 .power = arguments.number("power"),
                                 .from = relative(arguments, kInitial, piece.plan),
                                 .to = relative(arguments, "end_learning_rate", piece.plan)});
}

// Keras counts a cooldown of c down before it looks at the metric, so that only c - 1 evaluations
// are passed over; patience 0 acts like 1.
Expansion expand_plateau(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::string& monitor = arguments.text("monitor");
  std::string mode = arguments.word("mode");
  if (mode == "auto") {
    mode = monitor.find("acc") == std::string::npos ? "min" : "max";
  }
  const double lowest = relative(arguments, "min_lr", plan);
  CallBuilder call("plateau");
  call.expr("metric", arguments.expr("monitor"))
      .number("factor", arguments.number("factor"))
      .evaluations("patience",
                   Evaluations(std::max<std::int64_t>(arguments.evaluations("patience"), 1)))
      .number("threshold", arguments.number("min_delta"))
      .word("threshold_mode", "abs")
      .evaluations("cooldown",
                   Evaluations(std::max<std::int64_t>(arguments.evaluations("cooldown") - 1, 0)))
      .number("min", std::min(lowest, 1.0))
      .word("acts", "at");
  return plateau_in_mode(std::move(call), monitor, mode);
}

Dialect exponential_decay() {
  return {.family = "exponential",
          .name = "keras.ExponentialDecay",
          .parameters = {initial(), duration("decay_steps", "time of one decay_rate"),
                         number("decay_rate", "factor", "", spec::above(0.0)),
                         flag("staircase", "only whole decay_steps count")},
          .formula = "initial decay_rate^(t / decay_steps)",
          .help = "Keras's exponential decay",
          .source = "keras.optimizers.schedules.ExponentialDecay",
          .expand = expand_exponential,
          .example =
              "keras.ExponentialDecay(initial_learning_rate=0.1, decay_steps=20it, "
              "decay_rate=0.5)",
          .here = "decay(gamma=0.5, every=20it)"};
}

Dialect piecewise_constant() {
  return {.family = "multistep",
          .name = "keras.PiecewiseConstantDecay",
          .parameters = {durations("boundaries", "last updates of a value"),
                         {.name = "values",
                          .kind = spec::ValueKind::kNumbers,
                          .range = spec::at_least(0.0),
                          .help = "rates, one more than boundaries"}},
          .formula = "values[number of boundaries < t]",
          .help =
              "Keras's steps: the update with a boundary's index still "
              "uses the old rate, unlike everywhere else",
          .source = "keras.optimizers.schedules.PiecewiseConstantDecay",
          .normalise = normalise_piecewise,
          .expand = expand_piecewise,
          .example =
              "keras.PiecewiseConstantDecay(boundaries=[30it, 60it], values=[0.1, 0.01, "
              "0.001])",
          .here = "multistep(at=[31it, 61it], gamma=0.1)"};
}

Dialect inverse_time_decay() {
  return {.family = "inverse time",
          .name = "keras.InverseTimeDecay",
          .parameters = {initial(), duration("decay_steps", "unit of time"),
                         number("decay_rate", "how fast", "", spec::at_least(0.0)),
                         flag("staircase", "only whole decay_steps count")},
          .formula = "initial / (1 + decay_rate t / decay_steps)",
          .help = "Keras's 1/t decay",
          .source = "keras.optimizers.schedules.InverseTimeDecay",
          .expand = expand_inverse_time,
          .example =
              "keras.InverseTimeDecay(initial_learning_rate=0.1, decay_steps=10it, "
              "decay_rate=0.5)",
          .here = "inverse_time(rate=0.5, every=10it)"};
}

Dialect polynomial_decay() {
  return {.family = "polynomial",
          .name = "keras.PolynomialDecay",
          .parameters = {initial(), duration("decay_steps", "time of the fall"),
                         rate("end_learning_rate", "last rate", "1e-4"),
                         number("power", "1 is linear", "1", spec::above(0.0)),
                         flag("cycle", "again over 2, 3, ... decay_steps")},
          .formula =
              "end + (initial - end) (1 - t / decay_steps)^power; with cycle "
              "decay_steps grows to the next multiple that holds t",
          .help = "Keras's polynomial decay; its end rate is not 0 by default",
          .source = "keras.optimizers.schedules.PolynomialDecay",
          .curve = polynomial_curve,
          .expand = expand_polynomial,
          .example =
              "keras.PolynomialDecay(initial_learning_rate=0.1, decay_steps=100it, "
              "end_learning_rate=0.001)",
          .here = "linear(to=0.01)"};
}

Dialect reduce_lr_on_plateau() {
  return {
      .family = "plateau",
      .name = "keras.ReduceLROnPlateau",
      .parameters =
          {{.name = "monitor",
            .kind = spec::ValueKind::kText,
            .default_text = "val_loss",
            .help = "which metric of the evaluations"},
           number("factor", "what the rate is multiplied by", "0.1", spec::below_from(0.0, 1.0)),
           {.name = "patience",
            .kind = spec::ValueKind::kEvaluations,
            .default_text = "10ev",
            .help = "the cut comes at this evaluation without gain"},
           word("mode", "auto: max for a name with acc in it", "auto", {"auto", "min", "max"}),
           number("min_delta", "a gain must be larger than this", "1e-4", spec::at_least(0.0)),
           {.name = "cooldown",
            .kind = spec::ValueKind::kEvaluations,
            .default_text = "0ev",
            .help = "evaluations after a cut that do not count, less "
                    "one"},
           rate("min_lr", "lowest rate", "0")},
      .formula =
          "rate <- max(rate factor, min_lr) at the patience-th "
          "evaluation in a row without gain",
      .help =
          "Keras's plateau: one evaluation earlier than PyTorch's, an "
          "absolute threshold, and a cooldown of 1 has no effect",
      .source = "keras.callbacks.ReduceLROnPlateau",
      .expand = expand_plateau,
      .example = "keras.ReduceLROnPlateau(factor=0.5, patience=3ev)",
      .here = "plateau(factor=0.5, patience=3ev, threshold_mode=abs, acts=at)"};
}

}  // namespace

std::vector<Dialect> keras() {
  return {exponential_decay(), piecewise_constant(), inverse_time_decay(), polynomial_decay(),
          reduce_lr_on_plateau()};
}

}  // namespace anneal::dialect
