#include "schedulers/dialects/hf.h"

#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/shared.h"

// The names of transformers.get_scheduler. All are multipliers of the optimizer's rate but min_lr
// and lr_end, which are rates. num_training_steps is the run unless it is given.
namespace anneal::dialect {
namespace {

Expansion expand_constant(const spec::Arguments&, const RunPlan&) {
  return constant();
}

Expansion expand_constant_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  return climb(arguments, plan).then_open(constant(), available_updates(arguments, plan));
}

Expansion expand_linear(const spec::Arguments& arguments, const RunPlan& plan) {
  return climb_and_fall(arguments, plan, 0.0, [](const std::optional<Length>& length) {
    return linear({.length = length});
  });
}

Expansion expand_polynomial(const spec::Arguments& arguments, const RunPlan& plan) {
  const double to = relative(arguments, "lr_end", plan);
  return climb_and_fall(arguments, plan, to, [&](const std::optional<Length>& length) {
    return polynomial({.power = arguments.number("power"), .to = to, .length = length});
  });
}

Expansion expand_inverse_sqrt(const spec::Arguments& arguments, const RunPlan& plan) {
  std::int64_t timescale = updates(arguments, "num_warmup_steps", plan);
  timescale = timescale > 0 ? timescale : 10'000;
  if (arguments.has("timescale")) {
    timescale = updates(arguments, "timescale", plan);
  }
  return climb(arguments, plan)
      .then_open(inverse_sqrt(in_updates(timescale)), available_updates(arguments, plan));
}

Schedule decay_piece(const spec::Arguments& arguments, std::int64_t count, double to) {
  const std::string& type = arguments.word("decay_type");
  if (type == "linear") {
    return linear({.to = to, .length = in_updates(count)});
  }
  if (type == "1-sqrt") {
    return one_minus_sqrt({.to = to, .length = in_updates(count)});
  }
  const double cycles = arguments.number("num_cycles");
  return cycles == 0.5 ? half_cosine(1.0, to, count)
                       : window(waves(count, cycles, to), {.length = in_updates(count)});
}

Schedule warmup_piece(const std::string& type, std::int64_t count, double from) {
  if (type == "cosine") {
    return warmup(in_updates(count), {.from = from, .shape = CurveShape::kCosine});
  }
  if (type == "1-sqrt") {
    return polynomial({.power = 0.5, .from = from, .to = 1.0, .length = in_updates(count)});
  }
  return warmup(in_updates(count), {.from = from});
}

Expansion expand_warmup_stable_decay(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t climb = updates(arguments, "num_warmup_steps", plan);
  const std::int64_t fall = updates(arguments, "num_decay_steps", plan);
  const std::int64_t total = updates_or_available(arguments, "num_training_steps", plan);
  const std::int64_t end = arguments.has("num_stable_steps")
                               ? climb + updates(arguments, "num_stable_steps", plan) + fall
                               : total;
  const double to = arguments.number("min_lr_ratio");
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, warmup_piece(arguments.word("warmup_type"), climb, to));
  }
  const std::int64_t stable = end - climb - fall;
  if (stable > 0) {
    pieces.add(stable, constant(1.0, in_updates(stable)));
  }
  if (fall > 0) {
    pieces.add_fall(end, fall, decay_piece(arguments, fall, to));
  }
  return pieces.then_hold(to, available_updates(arguments, plan));
}

Dialect constant_rate() {
  return {.family = "constant",
          .name = "hf.constant",
          .parameters = {},
          .formula = "1",
          .help = "no schedule",
          .source = kSource,
          .expand = expand_constant,
          .example = "hf.constant",
          .here = "constant"};
}

Dialect constant_with_warmup() {
  return {.family = "warmup",
          .name = "hf.constant_with_warmup",
          .parameters = {warmup_steps()},
          .formula = "min(t / num_warmup_steps, 1)",
          .help = "transformers' linear warmup: the first update has rate 0",
          .source = kSource,
          .aliases = {"hf.get_constant_schedule_with_warmup"},
          .expand = expand_constant_with_warmup,
          .example = "hf.constant_with_warmup(num_warmup_steps=10it)",
          .here = "warmup(10it) then constant"};
}

Dialect linear_decay() {
  return {.family = "linear",
          .name = "hf.linear",
          .parameters = {warmup_steps(), training_steps()},
          .formula = "warmup, then (N - t) / (N - num_warmup_steps)",
          .help = "transformers' default: down to 0 at the end of the run",
          .source = kSource,
          .aliases = {"hf.get_linear_schedule_with_warmup"},
          .expand = expand_linear,
          .example = "hf.linear(num_warmup_steps=10it)",
          .here = "warmup(10it) then linear"};
}

Dialect polynomial_decay() {
  return {.family = "polynomial",
          .name = "hf.polynomial",
          .parameters = {warmup_steps(), training_steps(), rate("lr_end", "last rate", "1e-7"),
                         number("power", "1 is linear", "1", spec::above(0.0))},
          .formula = "warmup, then lr_end + (base - lr_end) (1 - u)^power",
          .help = "transformers' polynomial decay; its last rate is not 0 by default",
          .source = kSource,
          .aliases = {"hf.get_polynomial_decay_schedule_with_warmup"},
          .expand = expand_polynomial,
          .example = "hf.polynomial(num_warmup_steps=10it, lr_end=0.001, power=2)",
          .here = "warmup(10it) then polynomial(power=2, to=0.01)"};
}

Dialect inverse_square_root() {
  return {
      .family = "inverse sqrt",
      .name = "hf.inverse_sqrt",
      .parameters = {warmup_steps(), optional_duration("timescale", "1 / sqrt(1 + t / timescale)",
                                                       "num_warmup_steps, or 10000it")},
      .formula = "warmup, then 1 / sqrt(1 + (t - num_warmup_steps) / timescale)",
      .help = "transformers' inverse square root",
      .source = kSource,
      .aliases = {"hf.get_inverse_sqrt_schedule"},
      .expand = expand_inverse_sqrt,
      .example = "hf.inverse_sqrt(num_warmup_steps=10it)",
      .here = "warmup(10it) then inverse_sqrt(timescale=10it)"};
}

spec::Parameter stable_steps() {
  spec::Parameter parameter = delay("num_stable_steps", "time at the top", "what the others leave");
  parameter.optional = true;
  return parameter;
}

Dialect warmup_stable_decay() {
  return {
      .family = "wsd",
      .name = "hf.warmup_stable_decay",
      .parameters =
          {warmup_steps(), delay("num_decay_steps", "time of the fall"), training_steps(),
           stable_steps(),
           word("warmup_type", "shape of the climb", "linear", {"linear", "cosine", "1-sqrt"}),
           word("decay_type", "shape of the fall", "cosine", {"linear", "cosine", "1-sqrt"}),
           number("min_lr_ratio", "multiplier at both ends", "0", spec::between(0.0, 1.0)),
           cycles()},
      .formula = "min_lr_ratio -> 1 -> 1 -> min_lr_ratio",
      .help =
          "transformers' WSD; the climb begins at min_lr_ratio, the fall is a cosine by default",
      .source = kSource,
      .aliases = {"hf.get_wsd_schedule"},
      .expand = expand_warmup_stable_decay,
      .example =
          "hf.warmup_stable_decay(num_warmup_steps=10it, num_decay_steps=20it, decay_type=linear)",
      .here = "wsd(warmup=10it, decay=20it)"};
}

Dialect reduce_lr_on_plateau() {
  return {.family = "plateau",
          .name = "hf.reduce_lr_on_plateau",
          .parameters = plateau_parameters(),
          .formula = "as torch.ReduceLROnPlateau",
          .help = "PyTorch's plateau, which transformers hands through",
          .source = kSource,
          .expand = expand_plateau,
          .example = "hf.reduce_lr_on_plateau(factor=0.5, patience=3ev, eps=0)",
          .here = "plateau(factor=0.5, patience=3ev)"};
}

}  // namespace

std::vector<Dialect> hf() {
  return {constant_rate(),       constant_with_warmup(), linear_decay(),        polynomial_decay(),
          inverse_square_root(), warmup_stable_decay(),  reduce_lr_on_plateau()};
}

}  // namespace anneal::dialect
