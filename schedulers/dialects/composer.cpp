#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/dialects/shared.h"

// composer.optim.scheduler: multipliers, and times with units as here (ba is it, dur is %). Its
// scale_schedule_ratio is our `stretch`.
namespace anneal::dialect {
namespace {

spec::Parameter t_max() {
  return optional_duration("t_max", "time of the whole schedule", "the run");
}

spec::Parameter t_warmup() {
  return delay("t_warmup", "time of the climb from 0");
}

spec::Parameter alpha_f() {
  return number("alpha_f", "last multiplier", "0", spec::at_least(0.0));
}

// "make(length)", open if t_max is the run.
template <class Make>
Schedule over_t_max(const spec::Arguments& arguments, const RunPlan& plan, Make make) {
  if (!arguments.has("t_max")) {
    return make(std::optional<Length>());
  }
  const std::int64_t count = updates(arguments, "t_max", plan);
  return Pieces()
      .add(count, make(std::optional<Length>(in_updates(count))))
      .then_hold(available_updates(arguments, plan));
}

// A climb from 0 to `top`, then make(length) over what is left of t_max.
template <class Make>
Schedule after_warmup(const spec::Arguments& arguments,
                      const RunPlan& plan,
                      double top,
                      Make make) {
  const std::int64_t climb = updates(arguments, "t_warmup", plan);
  const std::int64_t available = available_updates(arguments, plan);
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, line(0.0, top, climb));
  }
  if (!arguments.has("t_max")) {
    return pieces.then_open(make(std::optional<Length>()), available);
  }
  const std::int64_t count = updates(arguments, "t_max", plan) - climb;
  if (count > 0) {
    return pieces.add(count, make(std::optional<Length>(in_updates(count)))).then_hold(available);
  }
  return pieces.then_hold(top, available);  // as in Composer: no time is left for a fall
}

Expansion expand_constant(const spec::Arguments& arguments, const RunPlan& plan) {
  const double alpha = arguments.number("alpha");
  if (!arguments.has("t_max")) {
    return constant(alpha);
  }
  const std::int64_t count = updates(arguments, "t_max", plan);
  return Pieces()
      .add(count, constant(alpha, in_updates(count)))
      .then_open(constant(), available_updates(arguments, plan));
}

Expansion expand_linear(const spec::Arguments& arguments, const RunPlan& plan) {
  return over_t_max(arguments, plan, [&](const std::optional<Length>& length) {
    return linear(
        {.from = arguments.number("alpha_i"), .to = arguments.number("alpha_f"), .length = length});
  });
}

Expansion expand_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  return over_t_max(arguments, plan, [&](const std::optional<Length>& length) {
    return cosine({.to = arguments.number("alpha_f"), .length = length});
  });
}

Expansion expand_polynomial(const spec::Arguments& arguments, const RunPlan& plan) {
  return over_t_max(arguments, plan, [&](const std::optional<Length>& length) {
    return polynomial(
        {.power = arguments.number("power"), .to = arguments.number("alpha_f"), .length = length});
  });
}

Expansion expand_exponential(const spec::Arguments& arguments, const RunPlan&) {
  return CallBuilder("decay")
      .number("gamma", arguments.number("gamma"))
      .expr("every", arguments.expr("decay_period"))
      .schedule();
}

// Cycle lengths are cut down to whole updates one after the other, as Composer does.
Expansion expand_restarts(const spec::Arguments& arguments, const RunPlan& plan) {
  const double mult = arguments.number("t_mult");
  const double to = arguments.number("alpha_f");
  if (mult == std::floor(mult)) {
    return CallBuilder("cosine_restarts")
        .expr("first", arguments.expr("t_0"))
        .number("mult", mult)
        .number("to", to)
        .schedule();
  }
  constexpr int kMostCycles = 1000;
  const std::int64_t available = available_updates(arguments, plan);
  std::int64_t count = updates(arguments, "t_0", plan);
  Pieces pieces;
  std::int64_t begin = 0;
  for (int cycle = 0; begin + count < available; ++cycle) {
    if (cycle == kMostCycles) {
      throw arguments.error("t_mult", join_text("more than ", kMostCycles,
                                                " cycles in the run (write a whole t_mult, or a "
                                                "longer t_0)"));
    }
    pieces.add(count, half_cosine(1.0, to, count));
    begin += count;
    count = static_cast<std::int64_t>(mult * static_cast<double>(count));
  }
  return pieces.then_open(open(half_cosine(1.0, to, count)), available);
}

Expansion expand_multistep_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t climb = updates(arguments, "t_warmup", plan);
  std::vector<std::int64_t> milestones = updates_each(arguments, "milestones", plan);
  std::sort(milestones.begin(), milestones.end());
  std::vector<Length> at;
  for (const std::int64_t milestone : milestones) {
    at.push_back(in_updates(std::max<std::int64_t>(milestone - climb, 0)));
  }
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, warmup(in_updates(climb)));
  }
  return pieces.then_open(multistep(at, {.gamma = {arguments.number("gamma")}}),
                          available_updates(arguments, plan));
}

Expansion expand_linear_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  const double top = arguments.number("alpha_i");
  return after_warmup(arguments, plan, top, [&](const std::optional<Length>& length) {
    return linear({.from = top, .to = arguments.number("alpha_f"), .length = length});
  });
}

Expansion expand_cosine_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  return after_warmup(arguments, plan, 1.0, [&](const std::optional<Length>& length) {
    return cosine({.to = arguments.number("alpha_f"), .length = length});
  });
}

Expansion expand_polynomial_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  return after_warmup(arguments, plan, 1.0, [&](const std::optional<Length>& length) {
    return polynomial(
        {.power = arguments.number("power"), .to = arguments.number("alpha_f"), .length = length});
  });
}

spec::Parameter gamma() {
  return number("gamma", "factor", "0.1", spec::at_least(0.0));
}

spec::Parameter power(const char* default_text) {
  return number("power", "1 is linear", default_text, spec::above(0.0));
}

}  // namespace

std::vector<Dialect> composer() {
  return {
      {.family = "step",
       .name = "composer.StepScheduler",
       .parameters = {duration("step_size", "time between the steps"), gamma()},
       .formula = "gamma^floor(t / step_size)",
       .help = "Composer's step decay",
       .source = "composer.optim.StepScheduler",
       .aliases = {"composer.Step"},
       .expand = expand_step,
       .example = "composer.StepScheduler(step_size=3ep)",
       .here = "step(every=3ep)"},
      {.family = "multistep",
       .name = "composer.MultiStepScheduler",
       .parameters = {durations("milestones", "when the rate falls"), gamma()},
       .formula = "gamma^(number of milestones <= t)",
       .help = "Composer's milestones",
       .source = "composer.optim.MultiStepScheduler",
       .aliases = {"composer.MultiStep"},
       .expand = expand_multistep,
       .example = "composer.MultiStepScheduler(milestones=[3ep, 6ep])",
       .here = "multistep(at=[3ep, 6ep])"},
      {.family = "constant",
       .name = "composer.ConstantScheduler",
       .parameters = {number("alpha", "multiplier until t_max", "1", spec::at_least(0.0)), t_max()},
       .formula = "alpha while t < t_max, then 1",
       .help = "Composer's constant: 1 again after t_max",
       .source = "composer.optim.ConstantScheduler",
       .aliases = {"composer.Constant"},
       .expand = expand_constant,
       .example = "composer.ConstantScheduler(alpha=0.5)",
       .here = "constant(0.5)"},
      {.family = "linear",
       .name = "composer.LinearScheduler",
       .parameters = {number("alpha_i", "first multiplier", "1", spec::at_least(0.0)), alpha_f(),
                      t_max()},
       .formula = "alpha_i + (alpha_f - alpha_i) min(t / t_max, 1)",
       .help = "Composer's straight line: down to 0, where PyTorch's LinearLR goes up by default",
       .source = "composer.optim.LinearScheduler",
       .aliases = {"composer.Linear"},
       .expand = expand_linear,
       .example = "composer.LinearScheduler",
       .here = "linear"},
      {.family = "exponential",
       .name = "composer.ExponentialScheduler",
       .parameters = {number("gamma", "factor", "", spec::at_least(0.0)),
                      duration("decay_period", "time of one gamma", "1ep")},
       .formula = "gamma^(t / decay_period)",
       .help = "Composer's exponential decay, smooth within the period",
       .source = "composer.optim.ExponentialScheduler",
       .aliases = {"composer.Exponential"},
       .expand = expand_exponential,
       .example = "composer.ExponentialScheduler(gamma=0.9)",
       .here = "decay(gamma=0.9, every=1ep)"},
      {.family = "cosine",
       .name = "composer.CosineAnnealingScheduler",
       .parameters = {t_max(), alpha_f()},
       .formula = "alpha_f + (1 - alpha_f) (1 + cos(pi min(t / t_max, 1))) / 2",
       .help = "Composer's cosine: holds alpha_f, where PyTorch's climbs again",
       .source = "composer.optim.CosineAnnealingScheduler",
       .aliases = {"composer.CosineAnnealing"},
       .expand = expand_cosine,
       .example = "composer.CosineAnnealingScheduler(alpha_f=0.1)",
       .here = "cosine(to=0.1)"},
      {.family = "restarts",
       .name = "composer.CosineAnnealingWarmRestartsScheduler",
       .parameters = {duration("t_0", "length of the first cycle"),
                      number("t_mult", "each cycle is so many times as long", "1",
                             spec::between(1.0, 1e6)),
                      alpha_f()},
       .formula = "alpha_f + (1 - alpha_f) (1 + cos(pi u)) / 2 in each cycle",
       .help = "SGDR in Composer; cycle lengths are cut down to whole updates",
       .source = "composer.optim.CosineAnnealingWarmRestartsScheduler",
       .aliases = {"composer.CosineAnnealingWarmRestarts"},
       .expand = expand_restarts,
       .example = "composer.CosineAnnealingWarmRestartsScheduler(t_0=10it, t_mult=2)",
       .here = "cosine_restarts(first=10it, mult=2)"},
      {.family = "polynomial",
       .name = "composer.PolynomialScheduler",
       .parameters = {power(""), t_max(), alpha_f()},
       .formula = "alpha_f + (1 - alpha_f) (1 - t / t_max)^power",
       .help = "Composer's polynomial decay; after t_max, where Composer takes a power of a "
               "negative "
               "number, alpha_f is held",
       .source = "composer.optim.PolynomialScheduler",
       .aliases = {"composer.Polynomial"},
       .expand = expand_polynomial,
       .example = "composer.PolynomialScheduler(power=2)",
       .here = "polynomial"},
      {.family = "multistep",
       .name = "composer.MultiStepWithWarmupScheduler",
       .parameters = {t_warmup(), durations("milestones", "when the rate falls"), gamma()},
       .formula = "t / t_warmup, then gamma^(number of milestones <= t)",
       .help = "Composer's milestones with warmup; they count from the begin of the run",
       .source = "composer.optim.MultiStepWithWarmupScheduler",
       .aliases = {"composer.MultiStepWithWarmup"},
       .expand = expand_multistep_with_warmup,
       .example = "composer.MultiStepWithWarmupScheduler(t_warmup=10it, milestones=[30it, 60it])",
       .here = "warmup(10it) then multistep(at=[20it, 50it])"},
      {.family = "linear",
       .name = "composer.LinearWithWarmupScheduler",
       .parameters = {t_warmup(),
                      number("alpha_i", "multiplier at the top", "1", spec::at_least(0.0)),
                      alpha_f(), t_max()},
       .formula = "alpha_i t / t_warmup, then alpha_i -> alpha_f",
       .help = "Composer's straight line with warmup; t_max includes the warmup",
       .source = "composer.optim.LinearWithWarmupScheduler",
       .aliases = {"composer.LinearWithWarmup"},
       .expand = expand_linear_with_warmup,
       .example = "composer.LinearWithWarmupScheduler(t_warmup=10it)",
       .here = "warmup(10it) then linear"},
      {.family = "cosine",
       .name = "composer.CosineAnnealingWithWarmupScheduler",
       .parameters = {t_warmup(), t_max(), alpha_f()},
       .formula = "t / t_warmup, then a cosine to alpha_f",
       .help = "Composer's cosine with warmup; t_max includes the warmup",
       .source = "composer.optim.CosineAnnealingWithWarmupScheduler",
       .aliases = {"composer.CosineAnnealingWithWarmup"},
       .expand = expand_cosine_with_warmup,
       .example = "composer.CosineAnnealingWithWarmupScheduler(t_warmup=10it)",
       .here = "warmup(10it) then cosine"},
      {.family = "polynomial",
       .name = "composer.PolynomialWithWarmupScheduler",
       .parameters = {t_warmup(), power("2"), t_max(), alpha_f()},
       .formula = "t / t_warmup, then alpha_f + (1 - alpha_f) (1 - u)^power",
       .help = "Composer's polynomial with warmup; t_max includes the warmup",
       .source = "composer.optim.PolynomialWithWarmupScheduler",
       .aliases = {"composer.PolynomialWithWarmup"},
       .expand = expand_polynomial_with_warmup,
       .example = "composer.PolynomialWithWarmupScheduler(t_warmup=10it)",
       .here = "warmup(10it) then polynomial"},
  };
}

}  // namespace anneal::dialect
