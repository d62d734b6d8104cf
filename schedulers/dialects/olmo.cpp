#include <algorithm>
#include <cmath>

#include "schedulers/catalogue.h"
#include "schedulers/dialects/support.h"

// olmo_core.optim.scheduler. Its trainer counts an update before it makes it: update t is given the
// value at s = t + 1, so that no update has rate 0 and the run's last one has the last rate.
namespace anneal::dialect {
namespace {

constexpr const char* kOlmo = "olmo_core/optim/scheduler.py";

// A share of the run in whole updates; halves go to the even one, as Python rounds.
std::int64_t share(double fraction, std::int64_t total) {
  return static_cast<std::int64_t>(std::nearbyint(fraction * static_cast<double>(total)));
}

std::int64_t total_of(const spec::Arguments& arguments, const RunPlan& plan) {
  return arguments.has("t_max") ? updates(arguments, "t_max", plan)
                                : available_updates(arguments, plan);
}

std::int64_t climb_of(const spec::Arguments& arguments, std::int64_t total, const RunPlan& plan) {
  return arguments.has("warmup") ? updates(arguments, "warmup", plan)
                                 : share(arguments.number("warmup_fraction"), total);
}

// The updates before the first one at the full rate: s = 1 .. W - 1.
Pieces climb_pieces(const spec::Arguments& arguments, std::int64_t climb, const RunPlan& plan) {
  const double low = relative(arguments, "warmup_min_lr", plan);
  Pieces pieces;
  if (climb > 1) {
    const double first = low + (1.0 - low) / static_cast<double>(climb);
    pieces.add(climb - 1, line(first, 1.0, climb - 1));
  }
  return pieces;
}

Expansion expand_constant(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t available = available_updates(arguments, plan);
  return climb_pieces(arguments, climb_of(arguments, available, plan), plan)
      .then_hold(1.0, available);
}

// linear and cosine: from 1 at s = W to alpha_f at s = N. Without a climb s begins at 1, one update
// into the fall.
template <auto make>
Expansion expand_fall(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t total = total_of(arguments, plan);
  const std::int64_t climb = climb_of(arguments, total, plan);
  const double to = arguments.number("alpha_f");
  Pieces pieces = climb_pieces(arguments, climb, plan);
  if (climb < total) {
    const std::int64_t count = total - climb;
    pieces.add_fall(total - 1, count, make({.to = to, .length = in_updates(count)}));
  }
  return pieces.then_hold(to, available_updates(arguments, plan));
}

Expansion expand_wsd(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t total = available_updates(arguments, plan);
  const std::int64_t climb = climb_of(arguments, total, plan);
  const std::int64_t fall = arguments.has("decay")
                                ? updates(arguments, "decay", plan)
                                : share(arguments.number("decay_fraction"), total);
  const double to = relative(arguments, "decay_min_lr", plan);
  Pieces pieces = climb_pieces(arguments, climb, plan);
  if (climb > 0) {
    pieces.add(1, constant(1.0, Steps(1)));  // s = W is the climb's, however early the fall begins
  }
  const std::int64_t stable = total - 1 - fall - climb;
  if (stable > 0) {
    pieces.add(stable, constant(1.0, in_updates(stable)));
  }
  if (fall == 0) {
    return pieces.then_hold(1.0, total);  // OLMo-core divides by zero, at the last update
  }
  return pieces.add_fall(total - 1, fall, linear({.to = to, .length = in_updates(fall)}))
      .then_hold(to, total);
}

Expansion expand_inverse_sqrt(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t available = available_updates(arguments, plan);
  const std::int64_t climb = climb_of(arguments, available, plan);
  if (climb == 0 || arguments.number("alpha_f") != 0.0) {
    return std::nullopt;
  }
  return climb_pieces(arguments, climb, plan).then_open(inverse_sqrt(in_updates(climb)), available);
}

CurvePtr inverse_sqrt_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const std::int64_t climb = arguments.has("warmup")
                                 ? piece.updates(arguments, "warmup")
                                 : share(arguments.number("warmup_fraction"), piece.length);
  const double low = relative(arguments, "warmup_min_lr", piece.plan);
  const double to = arguments.number("alpha_f");
  return make_curve(piece.length, [=](std::int64_t t) {
    const std::int64_t s = t + 1;
    return s < climb ? low + (1.0 - low) * ratio(s, climb)
                     : to + (1.0 - to) * std::sqrt(ratio(climb, s));
  });
}

void normalise_climb(const spec::Arguments& arguments, spec::Expr&) {
  if (arguments.given("warmup") == arguments.given("warmup_fraction")) {
    throw arguments.error("give one of warmup (a length) and warmup_fraction (a share of the run)");
  }
}

void normalise_wsd(const spec::Arguments& arguments, spec::Expr& call) {
  normalise_climb(arguments, call);
  if (arguments.given("decay") && arguments.given("decay_fraction")) {
    throw arguments.error("give one of decay (a length) and decay_fraction (a share of the run)");
  }
}

// With those of every scheduler of OLMo-core, which all have the same climb.
std::vector<spec::Parameter> with_climb(std::vector<spec::Parameter> own) {
  spec::Parameter warmup = delay("warmup", "time of the climb; or give warmup_fraction", "none");
  warmup.optional = true;
  spec::Parameter fraction =
      number("warmup_fraction", "the same as a share of the run", "none", spec::between(0.0, 1.0));
  fraction.optional = true;
  std::vector<spec::Parameter> all = {
      warmup, fraction, rate("warmup_min_lr", "where the climb begins, one update early", "0")};
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

spec::Parameter alpha_f() {
  return number("alpha_f", "last multiplier", "0.1", spec::at_least(0.0));
}

spec::Parameter t_max() {
  return optional_duration("t_max", "time of climb and fall together", "the run");
}

Dialect constant_row() {
  return {.family = "warmup",
          .name = "olmo.ConstantWithWarmup",
          .parameters = with_climb({}),
          .formula = "min + (1 - min) (t + 1) / W up to t = W - 1, then 1",
          .help = "OLMo-core's linear warmup: the first update already climbs",
          .source = kOlmo,
          .normalise = normalise_climb,
          .expand = expand_constant,
          .example = "olmo.ConstantWithWarmup(warmup=10it)",
          .here = "warmup(9it, from=0.1) then constant"};
}

Dialect linear_row() {
  return {.family = "linear",
          .name = "olmo.LinearWithWarmup",
          .parameters = with_climb({alpha_f(), t_max()}),
          .formula = "warmup, then 1 - (1 - alpha_f) (t + 1 - W) / (N - W)",
          .help = "OLMo-core's straight line; the run's last update uses exactly alpha_f",
          .source = kOlmo,
          .normalise = normalise_climb,
          .expand = expand_fall<linear>,
          .example = "olmo.LinearWithWarmup(warmup=10it, alpha_f=0)",
          .here = "warmup(9it, from=0.1) then linear(for=90it) then constant(0)"};
}

Dialect cosine_row() {
  return {.family = "cosine",
          .name = "olmo.CosWithWarmup",
          .parameters = with_climb({alpha_f(), t_max()}),
          .formula = "warmup, then a cosine to alpha_f with u = (t + 1 - W) / (N - W)",
          .help = "OLMo-core's cosine; the run's last update uses exactly alpha_f",
          .source = kOlmo,
          .normalise = normalise_climb,
          .expand = expand_fall<cosine>,
          .example = "olmo.CosWithWarmup(warmup=10it)",
          .here = "warmup(9it, from=0.1) then cosine(to=0.1, for=90it) then constant(0.1)"};
}

Dialect inverse_sqrt_row() {
  return {.family = "inverse sqrt",
          .name = "olmo.InvSqrtWithWarmup",
          .parameters = with_climb({alpha_f()}),
          .formula = "warmup, then alpha_f + (1 - alpha_f) sqrt(W / (t + 1))",
          .help = "OLMo-core's inverse square root, which tends to alpha_f and not to 0",
          .source = kOlmo,
          .normalise = normalise_climb,
          .curve = inverse_sqrt_curve,
          .expand = expand_inverse_sqrt,
          .example = "olmo.InvSqrtWithWarmup(warmup=10it, alpha_f=0)",
          .here = "warmup(9it, from=0.1) then inverse_sqrt(timescale=10it)"};
}

Dialect wsd_row() {
  spec::Parameter decay =
      optional_duration("decay", "time of the fall; or give decay_fraction", "decay_fraction");
  return {.family = "wsd",
          .name = "olmo.WSD",
          .parameters = with_climb({decay,
                                    number("decay_fraction", "the same as a share of the run",
                                           "0.1", spec::between(0.0, 1.0)),
                                    rate("decay_min_lr", "last rate", "0")}),
          .formula = "warmup, then 1, then min + (1 - min) (N - t - 1) / D from t = N - D - 1 on",
          .help =
              "OLMo-core's warmup-stable-decay, always straight; the run's last update uses "
              "exactly decay_min_lr",
          .source = kOlmo,
          .normalise = normalise_wsd,
          .expand = expand_wsd,
          .example = "olmo.WSD(warmup=10it, decay=20it)",
          .here =
              "warmup(9it, from=0.1) then constant then linear(for=20it) then "
              "constant(0, for=1it)"};
}

}  // namespace

std::vector<Dialect> olmo() {
  return {constant_row(), linear_row(), cosine_row(), inverse_sqrt_row(), wsd_row()};
}

}  // namespace anneal::dialect
