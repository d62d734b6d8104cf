#include <cmath>
#include <memory>

#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/phases.h"
#include "schedulers/dialects/support.h"

// The cosines of keras.optimizers.schedules.
namespace anneal::dialect {
namespace {

constexpr const char* kInitial = "initial_learning_rate";

spec::Parameter initial() {
  return base_rate(kInitial, "rate of the first update");
}

bool is_whole(double value) {
  return value == std::floor(value);
}

Expansion expand_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  const double first = relative(arguments, kInitial, plan);
  const std::int64_t count = updates(arguments, "decay_steps", plan);
  Pieces pieces;
  double top = first;
  if (arguments.has("warmup_target")) {
    top = relative(arguments, "warmup_target", plan);
    const std::int64_t climb = updates(arguments, "warmup_steps", plan);
    if (climb > 0) {
      pieces.add(climb, line(first, top, climb));
    }
  }
  pieces.add(count, half_cosine(top, top * arguments.number("alpha"), count));
  return pieces.then_hold(available_updates(arguments, plan));
}

void normalise_cosine(const spec::Arguments& arguments, spec::Expr&) {
  if (arguments.given("warmup_steps") && !arguments.given("warmup_target")) {
    throw arguments.error("warmup_steps",
                          "Keras ignores it without warmup_target (give warmup_target, the rate "
                          "at the top)");
  }
}

Expansion expand_restarts(const spec::Arguments& arguments, const RunPlan& plan) {
  const double mult = arguments.number("t_mul");
  const double decay = arguments.number("m_mul");
  const double alpha = arguments.number("alpha");
  const bool peaks_agree = alpha == 0.0 || decay == 1.0;  // Keras: alpha + (1 - alpha) decay^i
  if (!is_whole(mult) || !peaks_agree || decay > 1.0) {
    return std::nullopt;
  }
  return scaled(relative(arguments, kInitial, plan),
                CallBuilder("cosine_restarts")
                    .expr("first", arguments.expr("first_decay_steps"))
                    .number("mult", mult)
                    .number("decay", decay)
                    .number("to", alpha)
                    .schedule());
}

CurvePtr restarts_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const double top = relative(arguments, kInitial, piece.plan);
  const double decay = arguments.number("m_mul");
  const double alpha = arguments.number("alpha");
  const auto cycles = std::make_shared<const RealCycles>(
      static_cast<double>(piece.updates(arguments, "first_decay_steps")), arguments.number("t_mul"),
      piece.length);
  return make_curve(
      piece.length,
      [=](std::int64_t t) {
        const RealCycles::Moment moment = cycles->at(t);
        const double peak = alpha + (1.0 - alpha) * std::pow(decay, moment.index);
        return top * cosine_curve(moment.u, peak, alpha);
      },
      [=](std::int64_t t) { return t > 0 && cycles->at(t).first; });
}

Dialect cosine_decay() {
  return {.family = "cosine",
          .name = "keras.CosineDecay",
          .parameters = {initial(),
                         duration("decay_steps",
                                  "time of the fall, without the "
                                  "warmup"),
                         number("alpha", "last rate over the top", "0", spec::at_least(0.0)),
                         [] {
                           spec::Parameter target = base_rate("warmup_target", "rate at the top");
                           target.default_text = "no warmup";
                           return target;
                         }(),
                         delay("warmup_steps", "time of the climb", "0it")},
          .formula =
              "initial -> warmup_target over warmup_steps, then a cosine to "
              "alpha warmup_target over decay_steps more",
          .help =
              "Keras's cosine: decay_steps excludes the warmup (in Optax it "
              "includes it); alpha is a share of the top",
          .source = "keras.optimizers.schedules.CosineDecay",
          .normalise = normalise_cosine,
          .expand = expand_cosine,
          .example =
              "keras.CosineDecay(initial_learning_rate=0, decay_steps=90it, "
              "warmup_target=0.1, warmup_steps=10it)",
          .here = "warmup(10it) then cosine"};
}

Dialect cosine_decay_restarts() {
  return {.family = "restarts",
          .name = "keras.CosineDecayRestarts",
          .parameters = {initial(), duration("first_decay_steps", "length of the first cycle"),
                         number("t_mul", "each cycle is so many times as long", "2",
                                spec::between(1.0, 1e6)),
                         number("m_mul", "factor of the peak from cycle to cycle", "1",
                                spec::at_least(0.0)),
                         number("alpha", "lowest rate over the first", "0", spec::at_least(0.0))},
          .formula =
              "initial (alpha + (1 - alpha) m_mul^i (1 + cos(pi u)) / 2) in "
              "cycle i",
          .help =
              "Keras's SGDR; cycles double by default, and their index is found "
              "without Keras's logarithm, which can miss a restart",
          .source = "keras.optimizers.schedules.CosineDecayRestarts",
          .curve = restarts_curve,
          .expand = expand_restarts,
          .example = "keras.CosineDecayRestarts(initial_learning_rate=0.1, first_decay_steps=20it)",
          .here = "cosine_restarts(first=20it, mult=2)"};
}

}  // namespace

std::vector<Dialect> keras_cosine() {
  return {cosine_decay(), cosine_decay_restarts()};
}

}  // namespace anneal::dialect
