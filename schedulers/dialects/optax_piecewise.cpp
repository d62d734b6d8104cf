#include <map>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/dialects/phases.h"
#include "schedulers/dialects/support.h"

// The schedules of optax that go from boundary to boundary, one cycle among them.
namespace anneal::dialect {
namespace {

// What a Python dict says: in the order of the boundaries, whatever the order they were written in,
// and of two equal ones (a cycle so short that its phases have no update) only the last.
using Scales = std::map<std::int64_t, double>;

// boundaries_and_scales=[[3ep, 0.1], [6ep, 0.1]].
std::vector<spec::Arguments> pairs(const spec::Arguments& arguments) {
  static const spec::Signature pair{
      .name = "boundaries_and_scales",
      .parameters = {delay("boundary", "when"),
                     number("scale", "factor", "", spec::at_least(0.0))}};
  std::vector<spec::Arguments> result;
  for (const spec::Expr& item : arguments.expr("boundaries_and_scales").items) {
    if (!item.is_list() || item.items.size() != 2) {
      throw arguments.error(
          "boundaries_and_scales",
          join_text("expected pairs such as [[3ep, 0.1], [6ep, 0.1]], got ", spec::brief(item)));
    }
    result.push_back(spec::bind(
        spec::call(pair.name, {{.value = item.items[0]}, {.value = item.items[1]}}), pair));
  }
  return result;
}

Scales boundaries_and_scales(const spec::Arguments& arguments, const RunPlan& plan) {
  Scales result;
  for (const spec::Arguments& pair : pairs(arguments)) {
    result[updates(pair, "boundary", plan)] = pair.number("scale");
  }
  return result;
}

void normalise_boundaries(const spec::Arguments& arguments, spec::Expr&) {
  pairs(arguments);
}

Expansion expand_piecewise_constant(const spec::Arguments& arguments, const RunPlan& plan) {
  std::vector<Length> at;
  std::vector<double> gamma;
  for (const auto& [boundary, scale] : boundaries_and_scales(arguments, plan)) {
    at.push_back(in_updates(boundary));
    gamma.push_back(scale);
  }
  const double first = relative(arguments, "init_value", plan);
  return at.empty() ? constant(first) : scaled(first, multistep(at, {.gamma = gamma}));
}

Schedule interpolate(double value, const Scales& scales, bool cosine, std::int64_t available) {
  Phases phases{.from = value, .cosine = cosine};
  for (const auto& [boundary, scale] : scales) {
    value *= scale;
    phases.phases.push_back({static_cast<double>(boundary), value});
  }
  const std::optional<Schedule> spelled =
      phases.phases.empty() ? std::nullopt : spell(phases, available);
  return spelled ? *spelled : constant(value);
}

Expansion expand_piecewise_interpolate(const spec::Arguments& arguments, const RunPlan& plan) {
  return interpolate(
      relative(arguments, "init_value", plan), boundaries_and_scales(arguments, plan),
      arguments.word("interpolate_type") == "cosine", available_updates(arguments, plan));
}

// Optax cuts a share of the cycle down to whole updates.
std::int64_t share(double pct, std::int64_t total) {
  return static_cast<std::int64_t>(pct * static_cast<double>(total));
}

Expansion expand_linear_onecycle(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t total = updates_or_available(arguments, "transition_steps", plan);
  const double div = arguments.number("div_factor");
  Scales scales;
  scales[share(arguments.number("pct_start"), total)] = div;
  scales[share(arguments.number("pct_final"), total)] = 1.0 / div;
  scales[total] = 1.0 / arguments.number("final_div_factor");
  return interpolate(relative(arguments, "peak_value", plan) / div, scales, false,
                     available_updates(arguments, plan));
}

Expansion expand_cosine_onecycle(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t total = updates_or_available(arguments, "transition_steps", plan);
  const double div = arguments.number("div_factor");
  Scales scales;
  scales[share(arguments.number("pct_start"), total)] = div;
  scales[total] = 1.0 / (div * arguments.number("final_div_factor"));
  return interpolate(relative(arguments, "peak_value", plan) / div, scales, true,
                     available_updates(arguments, plan));
}

spec::Parameter boundaries_parameter() {
  return {.name = "boundaries_and_scales",
          .kind = spec::ValueKind::kExpr,
          .default_text = "[]",
          .help = "[[boundary, factor], ...] for Optax's {boundary: factor, ...}"};
}

Dialect piecewise_constant_schedule() {
  return {.family = "multistep",
          .name = "optax.piecewise_constant_schedule",
          .parameters = {base_rate("init_value", "first rate"), boundaries_parameter()},
          .formula = "init, multiplied by each factor from its boundary on",
          .help = "Optax's milestones: factors, not values",
          .source = "optax.piecewise_constant_schedule",
          .aliases = {"optax.piecewise_constant"},
          .normalise = normalise_boundaries,
          .expand = expand_piecewise_constant,
          .example =
              "optax.piecewise_constant_schedule(init_value=0.1, "
              "boundaries_and_scales=[[30it, 0.1], [60it, 0.5]])",
          .here = "multistep(at=[30it, 60it], gamma=[0.1, 0.5])"};
}

Dialect piecewise_interpolate_schedule() {
  return {
      .family = "piecewise",
      .name = "optax.piecewise_interpolate_schedule",
      .parameters = {word("interpolate_type", "between the boundaries", "", {"linear", "cosine"}),
                     base_rate("init_value", "first rate"), boundaries_parameter()},
      .formula =
          "between the values init, init f1, init f1 f2, ... at "
          "the boundaries",
      .help = "Optax's polyline: factors, not values",
      .source = "optax.piecewise_interpolate_schedule",
      .aliases = {"optax.piecewise_interpolate"},
      .normalise = normalise_boundaries,
      .expand = expand_piecewise_interpolate,
      .example =
          "optax.piecewise_interpolate_schedule(interpolate_type=linear, "
          "init_value=0.1, boundaries_and_scales=[[40it, 0.5], [100it, 0.1]])",
      .here = "linear(to=0.5, for=40it) then linear(from=0.5, to=0.05)"};
}

Dialect linear_onecycle_schedule() {
  return {.family = "onecycle",
          .name = "optax.linear_onecycle_schedule",
          .parameters = {optional_duration("transition_steps", "length of the cycle", "the run"),
                         base_rate("peak_value", "rate at the top"),
                         number("pct_start", "share of the climb", "0.3", spec::between(0.0, 1.0)),
                         number("pct_final", "share of climb and descent", "0.85",
                                spec::between(0.0, 1.0)),
                         number("div_factor", "peak over the first rate", "25", spec::above(0.0)),
                         number("final_div_factor", "first rate over the last", "1e4",
                                spec::above(0.0))},
          .formula = "peak / div -> peak -> peak / div -> peak / (div final_div)",
          .help =
              "Optax's one cycle in three straight lines; its last value is due "
              "after the last update",
          .source = "optax.linear_onecycle_schedule",
          .aliases = {"optax.linear_onecycle"},
          .expand = expand_linear_onecycle,
          .example = "optax.linear_onecycle_schedule(transition_steps=100it, peak_value=0.1)",
          .here =
              "warmup(30it, from=0.04) then linear(to=0.04, for=55it) then linear(from=0.04, "
              "to=4e-6)"};
}

Dialect cosine_onecycle_schedule() {
  return {.family = "onecycle",
          .name = "optax.cosine_onecycle_schedule",
          .parameters = {optional_duration("transition_steps", "length of the cycle", "the run"),
                         base_rate("peak_value", "rate at the top"),
                         number("pct_start", "share of the climb", "0.3", spec::between(0.0, 1.0)),
                         number("div_factor", "peak over the first rate", "25", spec::above(0.0)),
                         number("final_div_factor", "first rate over the last", "1e4",
                                spec::above(0.0))},
          .formula = "peak / div -> peak -> peak / (div final_div)",
          .help =
              "Optax's one cycle in two cosines: the top is one update later "
              "than PyTorch's, and the last value is due after the last update",
          .source = "optax.cosine_onecycle_schedule",
          .aliases = {"optax.cosine_onecycle"},
          .expand = expand_cosine_onecycle,
          .example = "optax.cosine_onecycle_schedule(transition_steps=100it, peak_value=0.1)",
          .here = "warmup(30it, from=0.04, shape=cosine) then cosine(to=4e-6)"};
}

}  // namespace

std::vector<Dialect> optax_piecewise() {
  return {piecewise_constant_schedule(), piecewise_interpolate_schedule(),
          linear_onecycle_schedule(), cosine_onecycle_schedule()};
}

}  // namespace anneal::dialect
