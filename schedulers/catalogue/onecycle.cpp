#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curve.h"
#include "schedulers/curves.h"
#include "schedulers/entry.h"
#include "schedulers/resolve.h"

namespace anneal {

namespace {

// One cycle up to `top` and down, in two or three phases, as a curve of `length` updates.
struct OnecycleShape {
  double start = 1.0 / 25.0;
  double top = 1.0;
  double end = 4e-6;
  bool cosine = true;
  bool three_phases = false;
  double peak = 0.0;  // when it is due, in updates from the begin
};

struct Phase {
  double begin;
  double end;
  double from;
  double to;
};

// Phase boundaries are at `peak`, with three phases also at 2 peak, and at the last update:
//
//   two phases: start -> top -> end      three phases: start -> top -> start -> end
//
// The last update uses exactly `end`, the first one exactly `start` (if peak > 0).
CurvePtr make_onecycle(std::int64_t length, const OnecycleShape& shape) {
  const double last = static_cast<double>(length - 1);
  const Phase up{0.0, shape.peak, shape.start, shape.top};
  const double foot = shape.three_phases ? 2.0 * shape.peak : shape.peak;
  const Phase down{shape.peak, shape.three_phases ? foot : last, shape.top,
                   shape.three_phases ? shape.start : shape.end};
  const Phase tail{foot, last, shape.start, shape.end};
  const bool cosine = shape.cosine;
  const double end = shape.end;
  return make_curve(length, [=](std::int64_t t) {
    const auto now = static_cast<double>(t);
    if (now >= last) {
      return end;
    }
    const Phase& phase = now < up.end ? up : now < down.end ? down : tail;
    const double u = (now - phase.begin) / (phase.end - phase.begin);
    return cosine ? cosine_curve(u, phase.from, phase.to) : linear_curve(u, phase.from, phase.to);
  });
}

std::vector<spec::Synonym> cycle_synonyms() {
  std::vector<spec::Synonym> all =
      spec::unlike({"total_steps", "epochs", "steps_per_epoch"}, "", "it takes the whole run");
  all.push_back({.name = "pct_start",
                 .instead = "warmup={%}",
                 .because = "a share of the run is written in percent"});
  return all;
}

// What a cycle of the rate and one of the momentum share.
spec::Parameter cycle_warmup_parameter() {
  return {.name = "warmup",
          .kind = spec::ValueKind::kLength,
          .default_text = "30%",
          .help = "length of the climb; its last update uses the peak",
          .synonyms = cycle_synonyms()};
}

spec::Parameter cycle_shape_parameter() {
  return {.name = "shape",
          .kind = spec::ValueKind::kWord,
          .default_text = "cosine",
          .choices = {"cosine", "linear"}};
}

spec::Parameter cycle_phases_parameter() {
  return {.name = "phases",
          .kind = spec::ValueKind::kInteger,
          .default_text = "2",
          .range = spec::between(2.0, 3.0),
          .help = "3: back to the start as long as the climb, then to the end"};
}

// The update of the peak: the climb's last one. Refuses phases that do not fit into the piece.
double onecycle_peak(const spec::Arguments& arguments, PieceContext& piece) {
  const std::int64_t climb = piece.updates(arguments, "warmup");
  const bool three_phases = arguments.integer("phases") == 3;
  const std::int64_t needed = three_phases ? 2 * climb - 1 : climb;
  if (needed > piece.length) {
    throw arguments.error(
        "warmup", join_text("the climb", three_phases ? " and the descent need " : " needs ",
                            needed, " updates, there are ", piece.length, " (shorten it)"));
  }
  return climb > 0 ? static_cast<double>(climb - 1) : 0.0;
}

CurvePtr onecycle_curve(const spec::Arguments& arguments, PieceContext& piece) {
  return make_onecycle(piece.length, {.start = arguments.number("start"),
                                      .end = arguments.number("end"),
                                      .cosine = arguments.word("shape") == "cosine",
                                      .three_phases = arguments.integer("phases") == 3,
                                      .peak = onecycle_peak(arguments, piece)});
}

}  // namespace

Schedule onecycle(const OnecycleOptions& options) {
  return CallBuilder("onecycle")
      .length("warmup", options.warmup)
      .number("start", options.start)
      .number("end", options.end)
      .word("shape", options.shape == CurveShape::kLinear ? "linear" : "cosine")
      .number("phases", options.phases)
      .flag("momentum", options.momentum)
      .schedule();
}

ScheduleEntry onecycle_entry() {
  return {
      .signature = {.name = "onecycle",
                    .parameters = {cycle_warmup_parameter(),
                                   {.name = "start",
                                    .default_text = "1/25",
                                    .range = spec::between(0.0, 1.0),
                                    .help = "multiplier of the first update",
                                    .synonyms = spec::unlike({"div_factor"}, "start=1/{}",
                                                             "`start` is the first multiplier "
                                                             "itself")},
                                   {.name = "end",
                                    .default_text = "4e-6",
                                    .range = spec::between(0.0, 1.0),
                                    .help = "multiplier of the last update",
                                    .synonyms = spec::unlike(
                                        {"final_div_factor"}, "",
                                        "`end` is the last multiplier itself, 1 / (div_factor "
                                        "final_div_factor) in PyTorch")},
                                   cycle_shape_parameter(),
                                   cycle_phases_parameter(),
                                   {.name = "momentum",
                                    .kind = spec::ValueKind::kFlag,
                                    .default_text = "false",
                                    .help = "true: the momentum runs against it, "
                                            "0.95 -> 0.85 -> 0.95"}},
                    .formula = "start -> 1 over `warmup`, then 1 -> end (or 1 -> start -> end)",
                    .help = "one climb and one descent over the whole run",
                    .source = "Smith and Topin 2018, Super-convergence (arXiv:1708.07120)",
                    .synonyms = spec::unlike({"one_cycle", "super_convergence"}, "onecycle",
                                             "it is called onecycle here")},
      .curve = onecycle_curve,
  };
}

namespace {

CurvePtr momentum_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const RunPlan& plan = piece.plan;
  const double high = relative_to_base(LearningRate(arguments.number("high")), plan).value();
  const double low = relative_to_base(LearningRate(arguments.number("low")), plan).value();
  return make_onecycle(piece.length, {.start = high,
                                      .top = low,
                                      .end = high,
                                      .cosine = arguments.word("shape") == "cosine",
                                      .three_phases = arguments.integer("phases") == 3,
                                      .peak = onecycle_peak(arguments, piece)});
}

const spec::Expr* find_cycle(const spec::Expr& expr, const Vocabulary& words) {
  const ScheduleEntry* entry =
      expr.is_name() && words.knows(expr) ? &words.entry_of(expr) : nullptr;
  if (entry != nullptr && entry->curve == onecycle_curve) {
    return spec::bind(expr, entry->signature).flag("momentum") ? &expr : nullptr;
  }
  for (const spec::Expr& item : expr.items) {
    if (const spec::Expr* found = find_cycle(item, words)) {
      return found;
    }
  }
  for (const spec::Argument& argument : expr.arguments) {
    if (const spec::Expr* found = find_cycle(argument.value, words)) {
      return found;
    }
  }
  return nullptr;
}

}  // namespace

Schedule onecycle_momentum(const OnecycleMomentumOptions& options) {
  return CallBuilder("onecycle_momentum")
      .length("warmup", options.warmup)
      .number("high", options.high)
      .number("low", options.low)
      .word("shape", options.shape == CurveShape::kLinear ? "linear" : "cosine")
      .number("phases", options.phases)
      .schedule();
}

std::optional<Schedule> momentum_counterpart(const Schedule& schedule, const RunPlan& plan) {
  const Schedule meaning = expanded(schedule, plan);
  const spec::Expr* cycle = find_cycle(meaning.expr(), meaning.vocabulary());
  if (cycle == nullptr) {
    return std::nullopt;
  }
  if (cycle != &meaning.expr()) {
    throw spec::SpecError(join_text(spec::brief(*cycle),
                                    " is only a part of the schedule: give the momentum a "
                                    "schedule of its own"),
                          cycle->location);
  }
  CallBuilder momentum("onecycle_momentum");
  for (const spec::Argument& argument : cycle->arguments) {
    if (argument.name == "warmup" || argument.name == "shape" || argument.name == "phases") {
      momentum.expr(argument.name.c_str(), argument.value);
    }
  }
  return momentum.schedule();
}

ScheduleEntry onecycle_momentum_entry() {
  return {
      .signature = {.name = "onecycle_momentum",
                    .parameters = {cycle_warmup_parameter(),
                                   {.name = "high",
                                    .default_text = "0.95",
                                    .range = spec::below_from(0.0, 1.0),
                                    .help = "momentum at both ends: absolute"},
                                   {.name = "low",
                                    .default_text = "0.85",
                                    .range = spec::below_from(0.0, 1.0),
                                    .help = "momentum where the rate peaks: absolute"},
                                   cycle_shape_parameter(),
                                   cycle_phases_parameter()},
                    .formula = "high -> low over `warmup`, then low -> high, divided by the base",
                    .help = "the momentum that goes with onecycle: low where the rate is high; "
                            "high and low are the values themselves, not multipliers as elsewhere",
                    .source = "Smith 2018, A disciplined approach to neural network "
                              "hyper-parameters (arXiv:1803.09820)"},
      .is_absolute = true,
      .curve = momentum_curve,
  };
}

}  // namespace anneal
