#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/dialects/libraries.h"
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
Schedule lasting_t_max(const spec::Arguments& arguments, const RunPlan& plan, Make make) {
  if (!arguments.has("t_max")) {
    return make(std::optional<Length>());
  }
  const std::int64_t count = updates(arguments, "t_max", plan);
  return Pieces()
      .add(count, make(std::optional<Length>(in_updates(count))))
      .then_hold(room(arguments, plan));
}

// A climb from 0 to `top`, then make(length) over what is left of t_max.
template <class Make>
Schedule after_warmup(const spec::Arguments& arguments,
                      const RunPlan& plan,
                      double top,
                      Make make) {
  const std::int64_t climb = updates(arguments, "t_warmup", plan);
  const std::int64_t space = room(arguments, plan);
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, line(0.0, top, climb));
  }
  if (!arguments.has("t_max")) {
    return pieces.then_open(make(std::optional<Length>()), space);
  }
  const std::int64_t count = updates(arguments, "t_max", plan) - climb;
  if (count <= 0) {
    throw arguments.error(
        "t_max", join_text("t_max includes the warmup of ", climb, " updates (lengthen it)"));
  }
  return pieces.add(count, make(std::optional<Length>(in_updates(count)))).then_hold(space);
}

Schedule expand_constant(const spec::Arguments& arguments, const RunPlan& plan) {
  const double alpha = arguments.number("alpha");
  if (!arguments.has("t_max")) {
    return constant(alpha);
  }
  const std::int64_t count = updates(arguments, "t_max", plan);
  return Pieces()
      .add(count, constant(alpha, in_updates(count)))
      .then_open(constant(), room(arguments, plan));
}

Schedule expand_linear(const spec::Arguments& arguments, const RunPlan& plan) {
  return lasting_t_max(arguments, plan, [&](const std::optional<Length>& length) {
    return linear(
        {.from = arguments.number("alpha_i"), .to = arguments.number("alpha_f"), .length = length});
  });
}

Schedule expand_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  return lasting_t_max(arguments, plan, [&](const std::optional<Length>& length) {
    return cosine({.to = arguments.number("alpha_f"), .length = length});
  });
}

Schedule expand_polynomial(const spec::Arguments& arguments, const RunPlan& plan) {
  return lasting_t_max(arguments, plan, [&](const std::optional<Length>& length) {
    return polynomial(
        {.power = arguments.number("power"), .to = arguments.number("alpha_f"), .length = length});
  });
}

Schedule expand_exponential(const spec::Arguments& arguments, const RunPlan&) {
  return CallBuilder("decay")
      .number("gamma", arguments.number("gamma"))
      .expr("every", arguments.expr("decay_period"))
      .schedule();
}

// Cycle lengths are cut down to whole updates one after the other, as Composer does.
Schedule expand_restarts(const spec::Arguments& arguments, const RunPlan& plan) {
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
  const std::int64_t space = room(arguments, plan);
  std::int64_t count = updates(arguments, "t_0", plan);
  Pieces pieces;
  std::int64_t begin = 0;
  for (int cycle = 0; begin + count < space; ++cycle) {
    if (cycle == kMostCycles) {
      throw arguments.error("t_mult", join_text("more than ", kMostCycles,
                                                " cycles in the run (write a whole t_mult, or a "
                                                "longer t_0)"));
    }
    pieces.add(count, half_cosine(1.0, to, count));
    begin += count;
    count = static_cast<std::int64_t>(mult * static_cast<double>(count));
  }
  return pieces.then_open(open(half_cosine(1.0, to, count)), space);
}

Schedule expand_multistep_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
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
                          room(arguments, plan));
}

Schedule expand_linear_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  const double top = arguments.number("alpha_i");
  return after_warmup(arguments, plan, top, [&](const std::optional<Length>& length) {
    return linear({.from = top, .to = arguments.number("alpha_f"), .length = length});
  });
}

Schedule expand_cosine_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  return after_warmup(arguments, plan, 1.0, [&](const std::optional<Length>& length) {
    return cosine({.to = arguments.number("alpha_f"), .length = length});
  });
}

Schedule expand_polynomial_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  return after_warmup(arguments, plan, 1.0, [&](const std::optional<Length>& length) {
    return polynomial(
        {.power = arguments.number("power"), .to = arguments.number("alpha_f"), .length = length});
  });
}

// A row: Composer calls every class ...Scheduler, which may be left out.
Dialect row(const char* family,
            const std::string& name,
            std::vector<spec::Parameter> parameters,
            const char* formula,
            const char* help,
            Schedule (*expand)(const spec::Arguments&, const RunPlan&),
            const char* example,
            const char* here) {
  return {.family = family,
          .entry = {.signature = {.name = "composer." + name + "Scheduler",
                                  .parameters = std::move(parameters),
                                  .formula = formula,
                                  .help = help,
                                  .source = "composer.optim." + name + "Scheduler",
                                  .aliases = {"composer." + name}},
                    .expand = expand},
          .example = example,
          .here = here};
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
      row("step", "Step", {duration("step_size", "time between the steps"), gamma()},
          "gamma^floor(t / step_size)", "Composer's step decay", expand_step,
          "composer.StepScheduler(step_size=3ep)", "step(every=3ep)"),
      row("multistep", "MultiStep", {durations("milestones", "when the rate falls"), gamma()},
          "gamma^(number of milestones <= t)", "Composer's milestones", expand_multistep,
          "composer.MultiStepScheduler(milestones=[3ep, 6ep])", "multistep(at=[3ep, 6ep])"),
      row("constant", "Constant",
          {number("alpha", "multiplier until t_max", "1", spec::at_least(0.0)), t_max()},
          "alpha while t < t_max, then 1", "Composer's constant: 1 again after t_max",
          expand_constant, "composer.ConstantScheduler(alpha=0.5)", "constant(0.5)"),
      row("linear", "Linear",
          {number("alpha_i", "first multiplier", "1", spec::at_least(0.0)), alpha_f(), t_max()},
          "alpha_i + (alpha_f - alpha_i) min(t / t_max, 1)",
          "Composer's straight line: down to 0, where PyTorch's LinearLR goes up by default",
          expand_linear, "composer.LinearScheduler", "linear"),
      row("exponential", "Exponential",
          {number("gamma", "factor", "", spec::at_least(0.0)),
           duration("decay_period", "time of one gamma", "1ep")},
          "gamma^(t / decay_period)", "Composer's exponential decay, smooth within the period",
          expand_exponential, "composer.ExponentialScheduler(gamma=0.9)",
          "decay(gamma=0.9, every=1ep)"),
      row("cosine", "CosineAnnealing", {t_max(), alpha_f()},
          "alpha_f + (1 - alpha_f) (1 + cos(pi min(t / t_max, 1))) / 2",
          "Composer's cosine: holds alpha_f, where PyTorch's climbs again", expand_cosine,
          "composer.CosineAnnealingScheduler(alpha_f=0.1)", "cosine(to=0.1)"),
      row("restarts", "CosineAnnealingWarmRestarts",
          {duration("t_0", "length of the first cycle"),
           number("t_mult", "each cycle is so many times as long", "1", spec::between(1.0, 1e6)),
           alpha_f()},
          "alpha_f + (1 - alpha_f) (1 + cos(pi u)) / 2 in each cycle",
          "SGDR in Composer; cycle lengths are cut down to whole updates", expand_restarts,
          "composer.CosineAnnealingWarmRestartsScheduler(t_0=10it, t_mult=2)",
          "cosine_restarts(first=10it, mult=2)"),
      row("polynomial", "Polynomial", {power(""), t_max(), alpha_f()},
          "alpha_f + (1 - alpha_f) (1 - t / t_max)^power",
          "Composer's polynomial decay; after t_max, where Composer takes a power of a negative "
          "number, alpha_f is held",
          expand_polynomial, "composer.PolynomialScheduler(power=2)", "polynomial"),
      row("multistep", "MultiStepWithWarmup",
          {t_warmup(), durations("milestones", "when the rate falls"), gamma()},
          "t / t_warmup, then gamma^(number of milestones <= t)",
          "Composer's milestones with warmup; they count from the begin of the run",
          expand_multistep_with_warmup,
          "composer.MultiStepWithWarmupScheduler(t_warmup=10it, milestones=[30it, 60it])",
          "warmup(10it) then multistep(at=[20it, 50it])"),
      row("linear", "LinearWithWarmup",
          {t_warmup(), number("alpha_i", "multiplier at the top", "1", spec::at_least(0.0)),
           alpha_f(), t_max()},
          "alpha_i t / t_warmup, then alpha_i -> alpha_f",
          "Composer's straight line with warmup; t_max includes the warmup",
          expand_linear_with_warmup, "composer.LinearWithWarmupScheduler(t_warmup=10it)",
          "warmup(10it) then linear"),
      row("cosine", "CosineAnnealingWithWarmup", {t_warmup(), t_max(), alpha_f()},
          "t / t_warmup, then a cosine to alpha_f",
          "Composer's cosine with warmup; t_max includes the warmup", expand_cosine_with_warmup,
          "composer.CosineAnnealingWithWarmupScheduler(t_warmup=10it)", "warmup(10it) then cosine"),
      row("polynomial", "PolynomialWithWarmup", {t_warmup(), power("2"), t_max(), alpha_f()},
          "t / t_warmup, then alpha_f + (1 - alpha_f) (1 - u)^power",
          "Composer's polynomial with warmup; t_max includes the warmup",
          expand_polynomial_with_warmup, "composer.PolynomialWithWarmupScheduler(t_warmup=10it)",
          "warmup(10it) then polynomial"),
  };
}

}  // namespace anneal::dialect
