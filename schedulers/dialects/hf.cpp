#include <algorithm>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/libraries.h"
#include "schedulers/dialects/shared.h"

// The names of transformers.get_scheduler. All are multipliers of the optimizer's rate but min_lr
// and lr_end, which are rates. num_training_steps is the run unless it is given.
namespace anneal::dialect {
namespace {

constexpr const char* kSource = "transformers.get_scheduler (transformers/optimization.py)";

spec::Parameter warmup_steps() {
  return delay("num_warmup_steps", "time of the climb from 0");
}

spec::Parameter training_steps() {
  return optional_duration("num_training_steps", "time of climb and fall together", "the run");
}

spec::Parameter cycles() {
  return number("num_cycles", "waves of the cosine; 0.5: down once", "0.5", spec::above(0.0));
}

Pieces climb(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t count = updates(arguments, "num_warmup_steps", plan);
  return count > 0 ? Pieces().add(count, warmup(in_updates(count))) : Pieces();
}

// The updates of the fall, at least 1 as in transformers.
std::int64_t fall(const spec::Arguments& arguments, const RunPlan& plan) {
  return std::max<std::int64_t>(updates_or_room(arguments, "num_training_steps", plan) -
                                    updates(arguments, "num_warmup_steps", plan),
                                1);
}

// The climb, then `make(length)` over the rest of num_training_steps.
template <class Make>
Schedule climb_and_fall(const spec::Arguments& arguments, const RunPlan& plan, Make make) {
  const std::int64_t space = room(arguments, plan);
  if (!arguments.has("num_training_steps")) {
    return climb(arguments, plan).then_open(make(std::optional<Length>()), space);
  }
  const std::int64_t count = fall(arguments, plan);
  return climb(arguments, plan)
      .add(count, make(std::optional<Length>(in_updates(count))))
      .then_hold(space);
}

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

// The lowest multiplier of the schedules that have one: min_lr_rate, or min_lr over the base rate.
double lowest(const spec::Arguments& arguments, const RunPlan& plan) {
  if (arguments.has("min_lr")) {
    return relative(arguments, "min_lr", plan);
  }
  return arguments.has("min_lr_rate") ? arguments.number("min_lr_rate") : 0.0;
}

// A cosine over `count` updates that goes on in waves if the run does.
Schedule waves(std::int64_t count, double cycles, double to) {
  return CallBuilder("wave")
      .length("over", in_updates(count))
      .number("cycles", cycles)
      .number("to", to)
      .schedule();
}

Schedule cosine_to(const spec::Arguments& arguments, const RunPlan& plan, double to) {
  const std::int64_t space = room(arguments, plan);
  const std::int64_t total = updates_or_room(arguments, "num_training_steps", plan);
  const double cycles = arguments.number("num_cycles");
  if (cycles == 0.5 && total >= space) {
    return climb_and_fall(arguments, plan, [to](const std::optional<Length>& length) {
      return cosine({.to = to, .length = length});
    });
  }
  return climb(arguments, plan).then_open(waves(fall(arguments, plan), cycles, to), space);
}

Schedule expand_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  return cosine_to(arguments, plan, 0.0);
}

Schedule expand_cosine_with_min_lr(const spec::Arguments& arguments, const RunPlan& plan) {
  return cosine_to(arguments, plan, lowest(arguments, plan));
}

// Here the first update already climbs, and the run's last one uses exactly the lowest rate.
Schedule expand_cosine_warmup_with_min_lr(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t space = room(arguments, plan);
  const std::int64_t climb = updates(arguments, "num_warmup_steps", plan);
  const std::int64_t count = fall(arguments, plan);
  const double cycles = arguments.number("num_cycles");
  const double to = lowest(arguments, plan);
  Pieces pieces;
  if (climb > 0) {
    const double from = arguments.has("warmup_lr_rate") ? arguments.number("warmup_lr_rate")
                                                        : 1.0 / static_cast<double>(climb);
    // A climb of one update begins, and ends, at warmup_lr_rate.
    const double top = climb == 1 ? from : 1.0;
    pieces.add(climb,
               linear({.from = from, .to = top, .endpoint = true, .length = in_updates(climb)}));
  }
  if (cycles == 0.5 && climb + count >= space) {
    return pieces.then_open(window(half_cosine(1.0, to, count), 1), space);
  }
  return pieces.then_open(window(waves(count, cycles, to), 1), space);
}

Schedule expand_cosine_with_restarts(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t count = fall(arguments, plan);
  const std::int64_t cycles = arguments.integer("num_cycles");
  if (count % cycles != 0) {
    return itself(arguments);
  }
  return climb_and_fall(arguments, plan, [&](const std::optional<Length>& length) {
    return cosine_restarts(in_updates(count / cycles), {.length = length});
  });
}

CurvePtr cosine_with_restarts_curve(const spec::Arguments& arguments, Place& place) {
  const std::int64_t climb = place.updates(arguments, "num_warmup_steps");
  const std::int64_t total = updates_or_room(arguments, "num_training_steps", place);
  const std::int64_t count = std::max<std::int64_t>(total - climb, 1);
  const std::int64_t cycles = arguments.integer("num_cycles");
  return make_curve(
      place.length(),
      [=](std::int64_t t) {
        if (t < climb) {
          return static_cast<double>(t) / static_cast<double>(climb);
        }
        const std::int64_t since = t - climb;
        if (since >= count) {
          return 0.0;
        }
        // In whole numbers, so that no restart is missed.
        const std::int64_t phase = since * cycles % count;
        return cosine_curve(static_cast<double>(phase) / static_cast<double>(count), 1.0, 0.0);
      },
      [=](std::int64_t t) {
        return t > climb && t - climb < count && (t - climb) * cycles % count < cycles;
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
  pieces.add(fall, decay_piece(arguments, fall, to));
  const std::int64_t space = room(arguments, plan);
  return climb + stable + fall < space ? pieces.then_open(constant(to), space)
                                       : pieces.then_hold(space);
}

void normalise_min_lr(const spec::Arguments& arguments, spec::Expr&) {
  if (arguments.given("min_lr") == arguments.given("min_lr_rate")) {
    throw arguments.error("give one of min_lr (a rate) and min_lr_rate (a share of the base rate)");
  }
}

spec::Parameter optional_number(const char* name, const char* help, const char* otherwise) {
  spec::Parameter parameter = number(name, help, otherwise, spec::between(0.0, 1.0));
  parameter.optional = true;
  return parameter;
}

spec::Parameter min_lr() {
  spec::Parameter parameter = base_rate("min_lr", "lowest rate; or give min_lr_rate");
  parameter.default_text = "none";
  return parameter;
}

spec::Parameter min_lr_rate() {
  return optional_number("min_lr_rate", "lowest rate over the base rate", "none");
}

// A row with what all of them share.
Dialect row(const char* family,
            const char* name,
            std::vector<spec::Parameter> parameters,
            const char* formula,
            const char* help,
            Schedule (*expand)(const spec::Arguments&, const RunPlan&),
            std::vector<std::string> aliases = {}) {
  return {.family = family,
          .entry = {.signature = {.name = name,
                                  .parameters = std::move(parameters),
                                  .formula = formula,
                                  .help = help,
                                  .source = kSource,
                                  .aliases = std::move(aliases)},
                    .expand = expand},
          .example = {},
          .here = {}};
}

Dialect with_example(Dialect dialect, const char* example, const char* here) {
  dialect.example = example;
  dialect.here = here;
  return dialect;
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

Dialect cosine_decay() {
  return with_example(row("cosine", "hf.cosine", {warmup_steps(), training_steps(), cycles()},
                          "warmup, then (1 + cos(2 pi num_cycles u)) / 2",
                          "transformers' cosine with warmup; climbs again after num_training_steps",
                          expand_cosine, {"hf.get_cosine_schedule_with_warmup"}),
                      "hf.cosine(num_warmup_steps=10it)", "warmup(10it) then cosine");
}

Dialect cosine_with_restarts() {
  Dialect dialect =
      row("restarts", "hf.cosine_with_restarts",
          {warmup_steps(),
           training_steps(),
           {.name = "num_cycles",
            .kind = spec::ValueKind::kInteger,
            .default_text = "1",
            .range = spec::between(1.0, 1e6),
            .help = "how many equally long cycles"}},
          "warmup, then (1 + cos(pi ((num_cycles u) mod 1))) / 2, then 0",
          "transformers' hard restarts; restarts are found in whole numbers, so that none is "
          "missed by rounding",
          expand_cosine_with_restarts, {"hf.get_cosine_with_hard_restarts_schedule_with_warmup"});
  dialect.entry.curve = cosine_with_restarts_curve;
  return with_example(dialect, "hf.cosine_with_restarts(num_warmup_steps=10it, num_cycles=3)",
                      "warmup(10it) then cosine_restarts(first=30it)");
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

Dialect cosine_with_min_lr() {
  Dialect dialect =
      row("cosine", "hf.cosine_with_min_lr",
          {warmup_steps(), training_steps(), cycles(), min_lr(), min_lr_rate()},
          "warmup, then a cosine to min_lr",
          "transformers' cosine with a floor; climbs again after num_training_steps",
          expand_cosine_with_min_lr, {"hf.get_cosine_with_min_lr_schedule_with_warmup"});
  dialect.entry.normalise = normalise_min_lr;
  return with_example(dialect, "hf.cosine_with_min_lr(num_warmup_steps=10it, min_lr=0.01)",
                      "warmup(10it) then cosine(to=0.1)");
}

Dialect cosine_warmup_with_min_lr() {
  Dialect dialect = row(
      "cosine", "hf.cosine_warmup_with_min_lr",
      {warmup_steps(), training_steps(), cycles(), min_lr(), min_lr_rate(),
       optional_number("warmup_lr_rate", "multiplier of the first update", "1/num_warmup_steps")},
      "(t + 1) / num_warmup_steps, then a cosine with u = (t - W + 1) / (N - W)",
      "one update ahead of the others: no update has rate 0, the last one uses exactly min_lr",
      expand_cosine_warmup_with_min_lr, {"hf.get_cosine_with_min_lr_schedule_with_warmup_lr_rate"});
  dialect.entry.normalise = normalise_min_lr;
  return with_example(
      dialect, "hf.cosine_warmup_with_min_lr(num_warmup_steps=10it, min_lr=0.01)",
      "linear(from=0.1, to=1, endpoint=true, for=10it) then window(cosine(to=0.1, for=90it), "
      "skip=1it)");
}

Dialect warmup_stable_decay() {
  return with_example(
      row("wsd", "hf.warmup_stable_decay",
          {warmup_steps(), duration("num_decay_steps", "time of the fall"), training_steps(),
           optional_duration("num_stable_steps", "time at the top", "what the others leave"),
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
  return {constant_rate(),       constant_with_warmup(), linear_decay(),
          cosine_decay(),        cosine_with_restarts(), polynomial_decay(),
          inverse_square_root(), cosine_with_min_lr(),   cosine_warmup_with_min_lr(),
          warmup_stable_decay(), reduce_lr_on_plateau()};
}

}  // namespace anneal::dialect
