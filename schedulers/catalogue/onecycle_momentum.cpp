#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/catalogue/onecycle.h"
#include "schedulers/resolve.h"

namespace anneal {
namespace {

CurvePtr momentum_curve(const spec::Arguments& arguments, Place& place) {
  const RunPlan& plan = place.plan();
  const double high = relative_to_base(LearningRate(arguments.number("high")), plan).value();
  const double low = relative_to_base(LearningRate(arguments.number("low")), plan).value();
  return make_onecycle(place.length(), {.start = high,
                                        .top = low,
                                        .end = high,
                                        .cosine = arguments.word("shape") == "cosine",
                                        .three_phases = arguments.integer("phases") == 3,
                                        .peak = onecycle_peak(arguments, place)});
}

const spec::Expr* find_cycle(const spec::Expr& expr) {
  if (expr.is_name() && expr.text == "onecycle") {
    const bool wanted = spec::bind(expr, catalogue::onecycle().signature).flag("momentum");
    return wanted ? &expr : nullptr;
  }
  for (const spec::Expr& item : expr.items) {
    if (const spec::Expr* found = find_cycle(item)) {
      return found;
    }
  }
  for (const spec::Argument& argument : expr.arguments) {
    if (const spec::Expr* found = find_cycle(argument.value)) {
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
  const spec::Expr* cycle = find_cycle(meaning.expr());
  if (cycle == nullptr) {
    return std::nullopt;
  }
  if (cycle != &meaning.expr()) {
    throw spec::SpecError(join_text(spec::brief(*cycle),
                                    " is only a part of the schedule: give the momentum a "
                                    "schedule of its own"),
                          cycle->location);
  }
  spec::Expr call = spec::call("onecycle_momentum");
  for (const spec::Argument& argument : cycle->arguments) {
    if (argument.name == "warmup" || argument.name == "shape" || argument.name == "phases") {
      call.arguments.push_back(argument);
    }
  }
  return make_schedule(call);
}

namespace catalogue {

ScheduleEntry onecycle_momentum() {
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
                    .help = "the momentum that goes with onecycle: low where the rate is high",
                    .source = "Smith 2018, A disciplined approach to neural network "
                              "hyper-parameters (arXiv:1803.09820)"},
      .length = LengthRule::kOpen,
      .curve = momentum_curve,
  };
}

}  // namespace catalogue
}  // namespace anneal
