#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/shared.h"

// The cosines and cycles of paddle.optimizer.lr.
namespace anneal::dialect {
namespace {

constexpr const char* kRate = "learning_rate";

spec::Parameter learning_rate() {
  return base_rate(kRate, "first rate");
}

Phases cycle_phases(const spec::Arguments& arguments, std::int64_t total, const RunPlan& plan) {
  const double peak = relative(arguments, "max_learning_rate", plan);
  Phases phases = one_cycle(arguments.number("phase_pct"), static_cast<double>(total),
                            arguments.flag("three_phase"), peak / arguments.number("divide_factor"),
                            peak, relative(arguments, "end_learning_rate", plan));
  phases.cosine = arguments.word("anneal_strategy") == "cos";
  return phases;
}

Expansion expand_one_cycle(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t total = updates_or_available(arguments, "total_steps", plan);
  return spell(cycle_phases(arguments, total, plan), available_updates(arguments, plan));
}

CurvePtr one_cycle_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const std::int64_t total = updates_or_available(arguments, "total_steps", piece);
  return make_phases(piece.length, cycle_phases(arguments, total, piece.plan));
}

Expansion expand_cyclic(const spec::Arguments& arguments, const RunPlan& plan) {
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

Expansion expand_restarts(const spec::Arguments& arguments, const RunPlan& plan) {
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
Expansion expand_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  return arguments.has(kRate) && relative(arguments, kRate, plan) != 1.0
             ? std::nullopt
             : expand_periodic_cosine(arguments, plan);
}

CurvePtr cosine_curves(const spec::Arguments& arguments, PieceContext& piece) {
  const double top = relative(arguments, kRate, piece.plan);
  const double to = relative(arguments, "eta_min", piece.plan);
  const std::int64_t half = piece.updates(arguments, "T_max");
  return make_curve(piece.length, [=](std::int64_t t) {
    const std::int64_t phase = t % (2 * half);
    const std::int64_t down = phase <= half ? phase : 2 * half - phase;
    return cosine_curve(ratio(down, half), top, to);
  });
}

Dialect one_cycle_row() {
  return {
      .family = "onecycle",
      .name = "paddle.OneCycleLR",
      .parameters = {base_rate("max_learning_rate", "rate at the top"),
                     optional_duration("total_steps", "length of the cycle", "the run"),
                     number("divide_factor", "the top over the first rate", "25", spec::above(0.0)),
                     rate("end_learning_rate", "last rate", "1e-4"),
                     number("phase_pct", "share of the climb", "0.3", spec::between(0.0, 1.0)),
                     word("anneal_strategy", "shape of every phase", "cos", {"cos", "linear"}),
                     flag("three_phase", "back to the start as long as the climb, then down")},
      .formula = "max / divide_factor -> max -> end_learning_rate; phases end as in PyTorch",
      .help =
          "one cycle in Paddle: PyTorch's, but the last rate is given as a rate; beyond "
          "total_steps it is held",
      .source = "paddle.optimizer.lr.OneCycleLR",
      .curve = one_cycle_curve,
      .expand = expand_one_cycle,
      .example = "paddle.OneCycleLR(max_learning_rate=0.1, end_learning_rate=0.001)",
      .here = "onecycle(warmup=30%, start=1/25, end=0.01)"};
}

Dialect cosine_row() {
  return {.family = "cosine",
          .name = "paddle.CosineAnnealingDecay",
          .parameters = {learning_rate(), duration("T_max", "time down to eta_min"),
                         rate("eta_min", "lowest rate", "0")},
          .formula = "eta_min + (learning_rate - eta_min) (1 + cos(pi t / T_max)) / 2",
          .help = "Paddle's cosine, which climbs again after T_max",
          .source = "paddle.optimizer.lr.CosineAnnealingDecay",
          .curve = cosine_curves,
          .expand = expand_cosine,
          .example = "paddle.CosineAnnealingDecay(T_max=10ep)",
          .here = "cosine"};
}

}  // namespace

std::vector<Dialect> paddle_cycles() {
  return {
      cosine_row(),
      {.family = "restarts",
       .name = "paddle.CosineAnnealingWarmRestarts",
       .parameters = {learning_rate(),
                      duration("T_0", "length of the first cycle"),
                      {.name = "T_mult",
                       .kind = spec::ValueKind::kInteger,
                       .default_text = "1",
                       .range = spec::between(1.0, 1e6),
                       .help = "each cycle is so many times as long"},
                      rate("eta_min", "lowest rate", "0")},
       .formula = "eta_min + (learning_rate - eta_min) (1 + cos(pi u)) / 2 in each cycle",
       .help = "SGDR in Paddle",
       .source = "paddle.optimizer.lr.CosineAnnealingWarmRestarts",
       .expand = expand_restarts,
       .example = "paddle.CosineAnnealingWarmRestarts(T_0=10it, T_mult=2)",
       .here = "cosine_restarts(first=10it, mult=2)"},
      one_cycle_row(),
      {.family = "cyclic",
       .name = "paddle.CyclicLR",
       .parameters = {base_rate("base_learning_rate", "rate at the foot"),
                      rate("max_learning_rate", "rate at the first top", ""),
                      duration("step_size_up", "length of the climb"),
                      optional_duration("step_size_down", "length of the way down", "step_size_up"),
                      word("mode", "what becomes of the amplitude", "triangular",
                           {"triangular", "triangular2", "exp_range"}),
                      number("exp_gamma",
                             "factor of the amplitude at each update in mode exp_range", "1",
                             spec::between(0.0, 1.0))},
       .formula = "base + (max - base) triangle(t) amplitude(cycle or t)",
       .help = "Smith's triangles in Paddle",
       .source = "paddle.optimizer.lr.CyclicLR",
       .expand = expand_cyclic,
       .example =
           "paddle.CyclicLR(base_learning_rate=0.01, max_learning_rate=0.1, step_size_up=10it)",
       .here = "cyclic(low=0.1, high=1, up=10it)"},
  };
}

}  // namespace anneal::dialect
