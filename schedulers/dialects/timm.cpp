#include "schedulers/dialects/timm.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/phases.h"

// timm.scheduler. Its t counts epochs or updates; here the unit says which, and stepping once per
// epoch is `by epoch`. Its noise is left out.
namespace anneal::dialect {
namespace {

// One cycle in the words of the catalogue: `make(to)`, `count` updates long.
template <class Make>
Expansion one_cycle_of(const spec::Arguments& arguments,
                       const RunPlan& plan,
                       const Climb& shape,
                       Make make) {
  if (arguments.integer("cycle_limit") != 1) {
    return std::nullopt;
  }
  const std::int64_t count = updates(arguments, "t_initial", plan);
  const std::int64_t available = available_updates(arguments, plan);
  const std::int64_t skip = skipped(shape);
  const double to = relative(arguments, "lr_min", plan);
  Pieces pieces = climb(shape);
  if (count > skip) {
    const Schedule fall = make(to, count);
    pieces.add(count - skip, skip > 0 ? window(fall, {.skip = in_updates(skip),
                                                      .length = in_updates(count - skip)})
                                      : fall);
  }
  // timm goes to lr_min when the cycle is over; a tanh alone would not quite get there.
  return shape.count + std::max<std::int64_t>(count - skip, 0) < available
             ? pieces.then_open(constant(to), available)
             : pieces.then_hold(available);
}

// Several cycles: (top, u) -> the multiplier in a cycle that begins at `top`.
template <class Function>
CurvePtr cycles_curve(const spec::Arguments& arguments,
                      PieceContext& piece,
                      const Climb& shape,
                      Function function) {
  const auto cycles =
      std::make_shared<const RealCycles>(static_cast<double>(piece.updates(arguments, "t_initial")),
                                         arguments.number("cycle_mul"), piece.length + shape.count);
  const auto limit = static_cast<double>(arguments.integer("cycle_limit"));
  const double decay = arguments.number("cycle_decay");
  const double to = relative(arguments, "lr_min", piece.plan);
  return make_curve(
      piece.length,
      [=](std::int64_t t) {
        if (t < shape.count) {
          return linear_curve(ratio(t, shape.count), shape.from, shape.to);
        }
        const RealCycles::Moment moment = cycles->at(shape.prefix ? t - shape.count : t);
        return moment.index < limit ? function(std::pow(decay, moment.index), moment.u) : to;
      },
      [=](std::int64_t t) {
        const std::int64_t since = shape.prefix ? t - shape.count : t;
        return t > shape.count && cycles->at(since).first;
      });
}

Expansion expand_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  const Climb shape = climb_of(arguments, updates(arguments, "warmup_t", plan), plan);
  return one_cycle_of(arguments, plan, shape, [&](double to, std::int64_t count) {
    return cosine({.to = to, .k = arguments.number("k_decay"), .length = in_updates(count)});
  });
}

CurvePtr cosine_curves(const spec::Arguments& arguments, PieceContext& piece) {
  const double to = relative(arguments, "lr_min", piece.plan);
  const double k = arguments.number("k_decay");
  return cycles_curve(arguments, piece,
                      climb_of(arguments, piece.updates(arguments, "warmup_t"), piece.plan),
                      [=](double top, double u) { return cosine_curve(std::pow(u, k), top, to); });
}

Expansion expand_poly(const spec::Arguments& arguments, const RunPlan& plan) {
  const Climb shape = climb_of(arguments, updates(arguments, "warmup_t", plan), plan);
  return one_cycle_of(arguments, plan, shape, [&](double to, std::int64_t count) {
    return polynomial({.power = arguments.number("power"),
                       .to = to,
                       .k = arguments.number("k_decay"),
                       .length = in_updates(count)});
  });
}

CurvePtr poly_curves(const spec::Arguments& arguments, PieceContext& piece) {
  const double to = relative(arguments, "lr_min", piece.plan);
  const double k = arguments.number("k_decay");
  const double power = arguments.number("power");
  return cycles_curve(arguments, piece,
                      climb_of(arguments, piece.updates(arguments, "warmup_t"), piece.plan),
                      [=](double top, double u) {
                        return to + (top - to) * std::pow(1.0 - std::pow(u, k), power);
                      });
}

// What is left of the rate at progress u.
double tanh_left(double u, double low, double high) {
  return (1.0 - std::tanh(low * (1.0 - u) + high * u)) / 2.0;
}

Climb tanh_climb(const spec::Arguments& arguments,
                 std::int64_t count,
                 std::int64_t cycle,
                 const RunPlan& plan) {
  Climb shape = climb_of(arguments, count, plan);
  if (!shape.prefix && count > 0) {
    const RealCycles cycles(static_cast<double>(cycle), arguments.number("cycle_mul"), count);
    const RealCycles::Moment moment = cycles.at(count);
    const double to = relative(arguments, "lr_min", plan);
    const double top = std::pow(arguments.number("cycle_decay"), moment.index);
    const bool over = moment.index >= static_cast<double>(arguments.integer("cycle_limit"));
    shape.to = over ? to
                    : to + (top - to) *
                               tanh_left(moment.u, arguments.number("lb"), arguments.number("ub"));
  }
  return shape;
}

Expansion expand_tanh(const spec::Arguments& arguments, const RunPlan& plan) {
  const Climb shape = tanh_climb(arguments, updates(arguments, "warmup_t", plan),
                                 updates(arguments, "t_initial", plan), plan);
  return one_cycle_of(arguments, plan, shape, [&](double to, std::int64_t count) {
    return CallBuilder("tanh")
        .number("lower", arguments.number("lb"))
        .number("upper", arguments.number("ub"))
        .number("to", to)
        .length("for", in_updates(count))
        .schedule();
  });
}

CurvePtr tanh_curves(const spec::Arguments& arguments, PieceContext& piece) {
  const double to = relative(arguments, "lr_min", piece.plan);
  const double low = arguments.number("lb");
  const double high = arguments.number("ub");
  return cycles_curve(
      arguments, piece,
      tanh_climb(arguments, piece.updates(arguments, "warmup_t"),
                 piece.updates(arguments, "t_initial"), piece.plan),
      [=](double top, double u) { return to + (top - to) * tanh_left(u, low, high); });
}

// In timm's own order: `before`, lr_min, the cycles, the warmup, `after`.
std::vector<spec::Parameter> cycle_parameters(const std::vector<spec::Parameter>& before,
                                              const std::vector<spec::Parameter>& after) {
  std::vector<spec::Parameter> parameters = {duration("t_initial", "length of the first cycle")};
  parameters.insert(parameters.end(), before.begin(), before.end());
  parameters.push_back(rate("lr_min", "lowest rate", "0"));
  parameters.push_back(
      number("cycle_mul", "each cycle is so many times as long", "1", spec::between(1.0, 1e6)));
  parameters.push_back(
      number("cycle_decay", "factor of the peak from cycle to cycle", "1", spec::at_least(0.0)));
  parameters.push_back({.name = "cycle_limit",
                        .kind = spec::ValueKind::kInteger,
                        .default_text = "1",
                        .range = spec::between(1.0, 1e6),
                        .help = "how many cycles, then lr_min"});
  parameters = with_warmup(std::move(parameters), "false");
  parameters.insert(parameters.end(), after.begin(), after.end());
  return parameters;
}

spec::Parameter k_decay() {
  return number("k_decay", "u^k for u", "1", spec::above(0.0));
}

Dialect cosine_scheduler() {
  return {.family = "cosine",
          .name = "timm.CosineLRScheduler",
          .parameters = cycle_parameters({}, {k_decay()}),
          .formula =
              "lr_min + (base decay^i - lr_min) (1 + cos(pi u^k)) / 2 in "
              "cycle i",
          .help =
              "timm's cosine: without warmup_prefix the warmup covers the begin "
              "of the cosine, which is then entered below the top; the cycle is "
              "found without timm's logarithm",
          .source = "timm.scheduler.CosineLRScheduler",
          .curve = cosine_curves,
          .expand = expand_cosine,
          .example = "timm.CosineLRScheduler(t_initial=9ep, warmup_t=1ep, warmup_prefix=true)",
          .here = "warmup(1ep) then cosine"};
}

Dialect poly_scheduler() {
  return {.family = "polynomial",
          .name = "timm.PolyLRScheduler",
          .parameters = cycle_parameters({number("power", "1 is linear", "0.5", spec::above(0.0))},
                                         {k_decay()}),
          .formula =
              "lr_min + (base decay^i - lr_min) (1 - u^k)^power in "
              "cycle i",
          .help = "timm's polynomial; its power is 0.5 by default",
          .source = "timm.scheduler.PolyLRScheduler",
          .curve = poly_curves,
          .expand = expand_poly,
          .example = "timm.PolyLRScheduler(t_initial=10ep)",
          .here = "polynomial(power=0.5)"};
}

Dialect tanh_scheduler() {
  return {.family = "tanh",
          .name = "timm.TanhLRScheduler",
          .parameters = cycle_parameters(
              {number("lb", "argument of tanh at the begin", "-7", spec::anything()),
               number("ub", "argument of tanh at the end", "3", spec::anything())},
              {}),
          .formula =
              "lr_min + (base decay^i - lr_min) (1 - tanh(lb (1 - "
              "u) + ub u)) / 2 in cycle i",
          .help = "timm's hyperbolic tangent: late and steep",
          .source = "timm.scheduler.TanhLRScheduler",
          .curve = tanh_curves,
          .expand = expand_tanh,
          .example = "timm.TanhLRScheduler(t_initial=10ep)",
          .here = "tanh(lower=-7, upper=3)"};
}

}  // namespace

std::vector<Dialect> timm() {
  return {cosine_scheduler(), poly_scheduler(), tanh_scheduler()};
}

}  // namespace anneal::dialect
