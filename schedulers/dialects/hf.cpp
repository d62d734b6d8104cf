#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/hf_parts.h"
#include "schedulers/dialects/libraries.h"
#include "schedulers/dialects/shared.h"

// The names of transformers.get_scheduler. All are multipliers of the optimizer's rate but min_lr
// and lr_end, which are rates. num_training_steps is the run unless it is given.
namespace anneal::dialect {
namespace {

Schedule expand_constant(const spec::Arguments&, const RunPlan&) {
  return constant();
}

Schedule expand_constant_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  return climb(arguments, plan).then_open(constant(), room(arguments, plan));
}

Schedule expand_linear(const spec::Arguments& arguments, const RunPlan& plan) {
  return climb_and_fall(arguments, plan, [](const std::optional<Length>& length) {
    return linear({.length = length});
  });
}

Schedule expand_polynomial(const spec::Arguments& arguments, const RunPlan& plan) {
  return climb_and_fall(arguments, plan, [&](const std::optional<Length>& length) {
    return polynomial({.power = arguments.number("power"),
                       .to = relative(arguments, "lr_end", plan),
                       .length = length});
  });
}

Schedule expand_inverse_sqrt(const spec::Arguments& arguments, const RunPlan& plan) {
  std::int64_t timescale = updates(arguments, "num_warmup_steps", plan);
  timescale = timescale > 0 ? timescale : 10'000;
  if (arguments.has("timescale")) {
    timescale = updates(arguments, "timescale", plan);
  }
  return climb(arguments, plan)
      .then_open(inverse_sqrt(in_updates(timescale)), room(arguments, plan));
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
  return cycles == 0.5 ? half_cosine(1.0, to, count) : window(waves(count, cycles, to), 0, count);
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

Schedule expand_warmup_stable_decay(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t climb = updates(arguments, "num_warmup_steps", plan);
  const std::int64_t fall = updates(arguments, "num_decay_steps", plan);
  const std::int64_t total = updates_or_room(arguments, "num_training_steps", plan);
  const std::int64_t stable = arguments.has("num_stable_steps")
                                  ? updates(arguments, "num_stable_steps", plan)
                                  : total - climb - fall;
  if (stable < 0) {
    throw arguments.error("num_decay_steps",
                          join_text("warmup and decay take ", climb + fall, " updates of ", total,
                                    " (shorten one of them)"));
  }
  const double to = arguments.number("min_lr_ratio");
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, warmup_piece(arguments.word("warmup_type"), climb, to));
  }
  if (stable > 0) {
    pieces.add(stable, constant(1.0, in_updates(stable)));
  }
  if (fall > 0) {
    pieces.add(fall, decay_piece(arguments, fall, to));
  }
  const std::int64_t space = room(arguments, plan);
  return climb + stable + fall < space ? pieces.then_open(constant(to), space)
                                       : pieces.then_hold(space);
}

Dialect constant_rate() {
  return with_example(row("constant", "hf.constant", {}, "1", "no schedule", expand_constant),
                      "hf.constant", "constant");
}

Dialect constant_with_warmup() {
  return with_example(
      row("warmup", "hf.constant_with_warmup", {warmup_steps()}, "min(t / num_warmup_steps, 1)",
          "transformers' linear warmup: the first update has rate 0", expand_constant_with_warmup,
          {"hf.get_constant_schedule_with_warmup"}),
      "hf.constant_with_warmup(num_warmup_steps=10it)", "warmup(10it) then constant");
}

Dialect linear_decay() {
  return with_example(row("linear", "hf.linear", {warmup_steps(), training_steps()},
                          "warmup, then (N - t) / (N - num_warmup_steps)",
                          "transformers' default: down to 0 at the end of the run", expand_linear,
                          {"hf.get_linear_schedule_with_warmup"}),
                      "hf.linear(num_warmup_steps=10it)", "warmup(10it) then linear");
}

Dialect polynomial_decay() {
  return with_example(row("polynomial", "hf.polynomial",
                          {warmup_steps(), training_steps(), rate("lr_end", "last rate", "1e-7"),
                           number("power", "1 is linear", "1", spec::above(0.0))},
                          "warmup, then lr_end + (base - lr_end) (1 - u)^power",
                          "transformers' polynomial decay; its last rate is not 0 by default",
                          expand_polynomial, {"hf.get_polynomial_decay_schedule_with_warmup"}),
                      "hf.polynomial(num_warmup_steps=10it, lr_end=0.001, power=2)",
                      "warmup(10it) then polynomial(power=2, to=0.01)");
}

Dialect inverse_square_root() {
  return with_example(
      row("inverse sqrt", "hf.inverse_sqrt",
          {warmup_steps(), optional_duration("timescale", "1 / sqrt(1 + t / timescale)",
                                             "num_warmup_steps, or 10000it")},
          "warmup, then 1 / sqrt(1 + (t - num_warmup_steps) / timescale)",
          "transformers' inverse square root", expand_inverse_sqrt,
          {"hf.get_inverse_sqrt_schedule"}),
      "hf.inverse_sqrt(num_warmup_steps=10it)", "warmup(10it) then inverse_sqrt(timescale=10it)");
}

spec::Parameter stable_steps() {
  spec::Parameter parameter = delay("num_stable_steps", "time at the top", "what the others leave");
  parameter.optional = true;
  return parameter;
}

Dialect warmup_stable_decay() {
  return with_example(
      row("wsd", "hf.warmup_stable_decay",
          {warmup_steps(), delay("num_decay_steps", "time of the fall"), training_steps(),
           stable_steps(),
           word("warmup_type", "shape of the climb", "linear", {"linear", "cosine", "1-sqrt"}),
           word("decay_type", "shape of the fall", "cosine", {"linear", "cosine", "1-sqrt"}),
           number("min_lr_ratio", "multiplier at both ends", "0", spec::between(0.0, 1.0)),
           cycles()},
          "min_lr_ratio -> 1 -> 1 -> min_lr_ratio",
          "transformers' WSD; the climb begins at min_lr_ratio, the fall is a cosine by default",
          expand_warmup_stable_decay, {"hf.get_wsd_schedule"}),
      "hf.warmup_stable_decay(num_warmup_steps=10it, num_decay_steps=20it, decay_type=linear)",
      "wsd(warmup=10it, decay=20it)");
}

Dialect reduce_lr_on_plateau() {
  return with_example(
      row("plateau", "hf.reduce_lr_on_plateau", plateau_parameters(), "as torch.ReduceLROnPlateau",
          "PyTorch's plateau, which transformers hands through", expand_plateau),
      "hf.reduce_lr_on_plateau(factor=0.5, patience=3ev, eps=0)",
      "plateau(factor=0.5, patience=3ev)");
}

}  // namespace

std::vector<Dialect> hf() {
  return {constant_rate(),       constant_with_warmup(), linear_decay(),        polynomial_decay(),
          inverse_square_root(), warmup_stable_decay(),  reduce_lr_on_plateau()};
}

}  // namespace anneal::dialect
