#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/libraries.h"
#include "schedulers/dialects/paddle_parts.h"
#include "schedulers/dialects/shared.h"

// The cosines and cycles of paddle.optimizer.lr.
namespace anneal::dialect {
namespace {

Phases cycle_phases(const spec::Arguments& arguments, std::int64_t total, const RunPlan& plan) {
  const double peak = relative(arguments, "max_learning_rate", plan);
  Phases phases = one_cycle(arguments.number("phase_pct"), static_cast<double>(total),
                            arguments.flag("three_phase"), peak / arguments.number("divide_factor"),
                            peak, relative(arguments, "end_learning_rate", plan));
  phases.cosine = arguments.word("anneal_strategy") == "cos";
  return phases;
}

Schedule expand_one_cycle(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t total = updates_or_room(arguments, "total_steps", plan);
  const std::optional<Schedule> spelled =
      spell(cycle_phases(arguments, total, plan), room(arguments, plan));
  return spelled ? *spelled : itself(arguments);
}

CurvePtr one_cycle_curve(const spec::Arguments& arguments, Place& place) {
  const std::int64_t total = updates_or_room(arguments, "total_steps", place);
  return make_phases(place.length(), cycle_phases(arguments, total, place.plan()));
}

Schedule expand_cyclic(const spec::Arguments& arguments, const RunPlan& plan) {
  CallBuilder call("cyclic");
  call.number("low", relative(arguments, "base_learning_rate", plan))
      .number("high", relative(arguments, "max_learning_rate", plan))
      .expr("up", arguments.expr("step_size_up"));
  if (arguments.has("step_size_down")) {
    call.expr("down", arguments.expr("step_size_down"));
  }
  return call.word("mode", arguments.word("mode"))
      .number("gamma", arguments.number("exp_gamma"))
      .schedule();
}

Schedule expand_restarts(const spec::Arguments& arguments, const RunPlan& plan) {
  const double top = relative(arguments, kRate, plan);
  const double to = relative(arguments, "eta_min", plan);
  if (top == 0.0) {
    return constant(to);
  }
  return scaled(top, CallBuilder("cosine_restarts")
                         .expr("first", arguments.expr("T_0"))
                         .number("mult", static_cast<double>(arguments.integer("T_mult")))
                         .number("to", to / top)
                         .schedule());
}

// eta_min is a rate, so learning_rate is the cosine's begin rather than a factor.
Schedule expand_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  return arguments.has(kRate) && relative(arguments, kRate, plan) != 1.0
             ? itself(arguments)
             : expand_periodic_cosine(arguments, plan);
}

CurvePtr cosine_curves(const spec::Arguments& arguments, Place& place) {
  const double top = relative(arguments, kRate, place.plan());
  const double to = relative(arguments, "eta_min", place.plan());
  const std::int64_t half = place.updates(arguments, "T_max");
  return make_curve(place.length(), [=](std::int64_t t) {
    const std::int64_t phase = t % (2 * half);
    const std::int64_t down = phase <= half ? phase : 2 * half - phase;
    return cosine_curve(static_cast<double>(down) / static_cast<double>(half), top, to);
  });
}

Dialect one_cycle_row() {
  Dialect dialect =
      row("onecycle", "OneCycleLR",
          {base_rate("max_learning_rate", "rate at the top"),
           optional_duration("total_steps", "length of the cycle", "the run"),
           number("divide_factor", "the top over the first rate", "25", spec::above(0.0)),
           rate("end_learning_rate", "last rate", "1e-4"),
           number("phase_pct", "share of the climb", "0.3", spec::between(0.0, 1.0)),
           word("anneal_strategy", "shape of every phase", "cos", {"cos", "linear"}),
           flag("three_phase", "back to the start as long as the climb, then down")},
          "max / divide_factor -> max -> end_learning_rate; phases end as in PyTorch",
          "one cycle in Paddle: PyTorch's, but the last rate is given as a rate; beyond "
          "total_steps it is held",
          expand_one_cycle, "paddle.OneCycleLR(max_learning_rate=0.1, end_learning_rate=0.001)",
          "onecycle(warmup=30%, start=1/25, end=0.01)");
  dialect.entry.curve = one_cycle_curve;
  return dialect;
}

Dialect cosine_row() {
  Dialect dialect = row("cosine", "CosineAnnealingDecay",
                        {learning_rate(), duration("T_max", "time down to eta_min"),
                         rate("eta_min", "lowest rate", "0")},
                        "eta_min + (learning_rate - eta_min) (1 + cos(pi t / T_max)) / 2",
                        "Paddle's cosine, which climbs again after T_max", expand_cosine,
                        "paddle.CosineAnnealingDecay(T_max=10ep)", "cosine");
  dialect.entry.curve = cosine_curves;
  return dialect;
}

}  // namespace

std::vector<Dialect> paddle_cycles() {
  return {
      cosine_row(),
      row("restarts", "CosineAnnealingWarmRestarts",
          {learning_rate(),
           duration("T_0", "length of the first cycle"),
           {.name = "T_mult",
            .kind = spec::ValueKind::kInteger,
            .default_text = "1",
            .range = spec::between(1.0, 1e6),
            .help = "each cycle is so many times as long"},
           rate("eta_min", "lowest rate", "0")},
          "eta_min + (learning_rate - eta_min) (1 + cos(pi u)) / 2 in each cycle", "SGDR in Paddle",
          expand_restarts, "paddle.CosineAnnealingWarmRestarts(T_0=10it, T_mult=2)",
          "cosine_restarts(first=10it, mult=2)"),
      one_cycle_row(),
      row("cyclic", "CyclicLR",
          {base_rate("base_learning_rate", "rate at the foot"),
           rate("max_learning_rate", "rate at the first top", ""),
           duration("step_size_up", "length of the climb"),
           optional_duration("step_size_down", "length of the way down", "step_size_up"),
           word("mode", "what becomes of the amplitude", "triangular",
                {"triangular", "triangular2", "exp_range"}),
           number("exp_gamma", "factor of the amplitude at each update in mode exp_range", "1",
                  spec::between(0.0, 1.0))},
          "base + (max - base) triangle(t) amplitude(cycle or t)", "Smith's triangles in Paddle",
          expand_cyclic,
          "paddle.CyclicLR(base_learning_rate=0.01, max_learning_rate=0.1, step_size_up=10it)",
          "cyclic(low=0.1, high=1, up=10it)"),
  };
}

}  // namespace anneal::dialect
