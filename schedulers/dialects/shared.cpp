#include "schedulers/dialects/shared.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/feedback_curve.h"

namespace anneal::dialect {

Expansion expand_step(const spec::Arguments& arguments, const RunPlan&) {
  return CallBuilder("step")
      .expr("every", arguments.expr("step_size"))
      .number("gamma", arguments.number("gamma"))
      .schedule();
}

Expansion expand_multistep(const spec::Arguments& arguments, const RunPlan& plan) {
  std::vector<std::int64_t> milestones = updates_each(arguments, "milestones", plan);
  std::sort(milestones.begin(), milestones.end());
  std::vector<Length> at;
  for (const std::int64_t milestone : milestones) {
    at.push_back(in_updates(milestone));
  }
  return multistep(at, {.gamma = {arguments.number("gamma")}});
}

Expansion expand_periodic_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t half = updates(arguments, "T_max", plan);
  const double to = relative(arguments, "eta_min", plan);
  const std::int64_t end = available_updates(arguments, plan);
  if (half >= end) {
    return Pieces().add(half, half_cosine(1.0, to, half)).then_hold(end);
  }
  return wave(in_updates(half), {.cycles = 0.5, .to = to});
}

Expansion expand_warm_restarts(const spec::Arguments& arguments, const RunPlan& plan) {
  return CallBuilder("cosine_restarts")
      .expr("first", arguments.expr("T_0"))
      .number("mult", static_cast<double>(arguments.integer("T_mult")))
      .number("to", relative(arguments, "eta_min", plan))
      .schedule();
}

spec::Parameter every_parameter() {
  return duration("every", "what one call of step() stands for: 1it, or 1ep as in many scripts",
                  "1it");
}

Schedule exponential_decay(double gamma, const spec::Arguments& arguments) {
  const bool each_update = arguments.length("every") == spec::Number{1.0, spec::Unit::kUpdates};
  return CallBuilder("decay")
      .number("gamma", gamma)
      .expr("every", arguments.expr("every"))
      .flag("staircase", !each_update)
      .schedule();
}

std::vector<spec::Parameter> plateau_parameters(const char* eps_name) {
  return {word("mode", "min: smaller is better", "min", {"min", "max"}),
          number("factor", "what the rate is multiplied by", "0.1", spec::below_from(0.0, 1.0)),
          {.name = "patience",
           .kind = spec::ValueKind::kEvaluations,
           .default_text = "10ev",
           .help = "evaluations without gain that are let pass"},
          number("threshold", "a gain must be larger than this", "1e-4", spec::at_least(0.0)),
          word("threshold_mode", "rel: a share of |best|", "rel", {"rel", "abs"}),
          {.name = "cooldown",
           .kind = spec::ValueKind::kEvaluations,
           .default_text = "0ev",
           .help = "evaluations after a cut that do not count"},
          rate("min_lr", "lowest rate", "0"),
          rate(eps_name, "a cut by this much or less is not made", "1e-8"),
          {.name = "metric",
           .kind = spec::ValueKind::kText,
           .default_text = "val_loss",
           .help = "which metric step() would be given"}};
}

namespace {

// The rate at which cuts stop: at min_lr, or where a cut would be too small to be made.
double lowest_rate(double rate, double factor, double min_rate, double eps) {
  constexpr int kMostCuts = 10'000'000;
  for (int i = 0; i < kMostCuts; ++i) {
    const double next = std::max(rate * factor, min_rate);
    if (!(rate - next > eps)) {
      return rate;
    }
    rate = next;
  }
  return min_rate;
}

}  // namespace

Schedule plateau_of(const spec::Arguments& arguments, const RunPlan& plan, const char* eps_name) {
  const double factor = arguments.number("factor");
  const double base = plan.base.value();
  const double lowest =
      lowest_rate(base, factor, arguments.number("min_lr"), arguments.number(eps_name));
  CallBuilder call("plateau");
  call.expr("metric", arguments.expr("metric"))
      .number("factor", factor)
      .expr("patience", arguments.expr("patience"))
      .number("threshold", arguments.number("threshold"))
      .word("threshold_mode", arguments.word("threshold_mode"))
      .expr("cooldown", arguments.expr("cooldown"))
      .number("min", base > 0.0 ? std::min(lowest / base, 1.0) : 0.0);
  return plateau_in_mode(std::move(call), arguments.text("metric"), arguments.word("mode"));
}

Schedule plateau_in_mode(CallBuilder call, const std::string& metric, const std::string& mode) {
  const std::string sense = sense_of(metric);
  if (sense.empty() || sense == mode) {
    return call.word("mode", mode).schedule();
  }
  const Schedule refused = call.schedule();  // with the sense of the metric's name
  spec::Expr expr = refused.expr();
  std::erase_if(expr.arguments, [](const spec::Argument& one) { return one.name == "mode"; });
  expr.arguments.push_back({.name = "mode", .value = spec::word(mode)});
  return Schedule(std::move(expr), {}, refused.vocabulary());
}

Expansion expand_plateau(const spec::Arguments& arguments, const RunPlan& plan) {
  return plateau_of(arguments, plan, "eps");
}

Phases one_cycle(double pct,
                 double total,
                 bool three_phases,
                 double start,
                 double peak,
                 double end) {
  const double climb = pct * total - 1.0;
  if (three_phases) {
    return {.from = start,
            .phases = {{climb, peak}, {2.0 * pct * total - 2.0, start}, {total - 1.0, end}}};
  }
  return {.from = start, .phases = {{climb, peak}, {total - 1.0, end}}};
}

void normalise_piecewise(const spec::Arguments& arguments, spec::Expr&) {
  const std::size_t values = arguments.numbers("values").size();
  const std::size_t boundaries = arguments.lengths("boundaries").size();
  if (values != boundaries + 1) {
    throw arguments.error("values", join_text(values, " values for ", boundaries,
                                              " boundaries (give one more than boundaries)"));
  }
}

namespace {

// A member cut off, or held, after that many updates.
Schedule with_length(const Schedule& member, std::int64_t count) {
  const std::optional<Schedule> call = member.with_length(in_updates(count));
  return call ? *call : window(member, {.length = in_updates(count)});
}

}  // namespace

Schedule join(const spec::Arguments& arguments,
              const std::vector<Schedule>& members,
              const char* boundaries_name,
              const RunPlan& plan) {
  const std::vector<std::int64_t> boundaries = updates_each(arguments, boundaries_name, plan);
  const std::int64_t end = available_updates(arguments, plan);
  Pieces pieces;
  std::int64_t begin = 0;
  for (std::size_t i = 0; i < boundaries.size() && begin < end; ++i) {
    if (boundaries[i] < begin) {
      throw arguments.error(boundaries_name, join_text(boundaries[i], " comes after ", begin,
                                                       " (write them in order)"));
    }
    if (boundaries[i] > begin) {
      pieces.add(boundaries[i] - begin, with_length(members[i], boundaries[i] - begin));
    }
    begin = boundaries[i];
  }
  if (begin < end) {
    pieces.add(end - begin, with_length(members.back(), end - begin));
  }
  return pieces.then_hold(end);
}

void check_members(const spec::Arguments& arguments,
                   const char* schedules_name,
                   const char* boundaries_name) {
  const std::size_t members = arguments.expr(schedules_name).items.size();
  if (members == 0) {
    throw arguments.error(schedules_name, "there is no schedule in it");
  }
  if (boundaries_name == nullptr) {
    return;
  }
  const std::size_t boundaries = arguments.lengths(boundaries_name).size();
  if (boundaries + 1 != members) {
    throw arguments.error(boundaries_name, join_text(boundaries, " for ", members,
                                                     " schedules (give one less than schedules)"));
  }
}

}  // namespace anneal::dialect
