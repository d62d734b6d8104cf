#include "schedulers/catalogue/onecycle.h"

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {
namespace {

struct Phase {
  double begin;
  double end;
  double from;
  double to;
};

CurvePtr onecycle_curve(const spec::Arguments& arguments, Place& place) {
  return make_onecycle(place.length(), {.start = arguments.number("start"),
                                        .end = arguments.number("end"),
                                        .cosine = arguments.word("shape") == "cosine",
                                        .three_phases = arguments.integer("phases") == 3,
                                        .peak = onecycle_peak(arguments, place)});
}

}  // namespace

spec::Parameter cycle_warmup_parameter() {
  return {.name = "warmup",
          .kind = spec::ValueKind::kLength,
          .default_text = "30%",
          .help = "length of the climb; its last update uses the peak"};
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

double onecycle_peak(const spec::Arguments& arguments, Place& place) {
  const std::int64_t climb = place.updates(arguments, "warmup");
  const bool three_phases = arguments.integer("phases") == 3;
  const std::int64_t needed = three_phases ? 2 * climb - 1 : climb;
  if (needed > place.length()) {
    throw arguments.error(
        "warmup", join_text("the climb", three_phases ? " and the descent need " : " needs ",
                            needed, " updates, there are ", place.length(), " (shorten it)"));
  }
  return climb > 0 ? static_cast<double>(climb - 1) : 0.0;
}

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

namespace catalogue {

ScheduleEntry onecycle() {
  return {
      .signature = {.name = "onecycle",
                    .parameters = {cycle_warmup_parameter(),
                                   {.name = "start",
                                    .default_text = "1/25",
                                    .range = spec::between(0.0, 1.0),
                                    .help = "multiplier of the first update"},
                                   {.name = "end",
                                    .default_text = "4e-6",
                                    .range = spec::between(0.0, 1.0),
                                    .help = "multiplier of the last update"},
                                   cycle_shape_parameter(),
                                   cycle_phases_parameter(),
                                   {.name = "momentum",
                                    .kind = spec::ValueKind::kFlag,
                                    .default_text = "false",
                                    .help = "true: the momentum runs against it, "
                                            "0.95 -> 0.85 -> 0.95"}},
                    .formula = "start -> 1 over `warmup`, then 1 -> end (or 1 -> start -> end)",
                    .help = "one climb and one descent over the whole run",
                    .source = "Smith and Topin 2018, Super-convergence (arXiv:1708.07120)"},
      .length = LengthRule::kOpen,
      .curve = onecycle_curve,
  };
}

}  // namespace catalogue
}  // namespace anneal
