#include <algorithm>

#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/hf.h"

// The cosines of transformers.get_scheduler.
namespace anneal::dialect {
namespace {

// The lowest multiplier of the schedules that have one: min_lr_rate, or min_lr over the base rate.
double lowest(const spec::Arguments& arguments, const RunPlan& plan) {
  if (arguments.has("min_lr")) {
    return relative(arguments, "min_lr", plan);
  }
  return arguments.has("min_lr_rate") ? arguments.number("min_lr_rate") : 0.0;
}

Schedule cosine_to(const spec::Arguments& arguments, const RunPlan& plan, double to) {
  const std::int64_t available = available_updates(arguments, plan);
  const std::int64_t total = updates_or_available(arguments, "num_training_steps", plan);
  const double cycles = arguments.number("num_cycles");
  if (cycles == 0.5 && total >= available) {
    return climb_and_fall(arguments, plan, to, [to](const std::optional<Length>& length) {
      return cosine({.to = to, .length = length});
    });
  }
  return climb(arguments, plan).then_open(waves(fall(arguments, plan), cycles, to), available);
}

Expansion expand_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  return cosine_to(arguments, plan, 0.0);
}

Expansion expand_cosine_with_min_lr(const spec::Arguments& arguments, const RunPlan& plan) {
  return cosine_to(arguments, plan, lowest(arguments, plan));
}

// Here the first update already climbs, and the run's last one uses exactly the lowest rate.
Expansion expand_cosine_warmup_with_min_lr(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t available = available_updates(arguments, plan);
  const std::int64_t climb = updates(arguments, "num_warmup_steps", plan);
  const std::int64_t count = fall(arguments, plan);
  const double cycles = arguments.number("num_cycles");
  const double to = lowest(arguments, plan);
  Pieces pieces;
  if (climb > 0) {
    const double from = arguments.has("warmup_lr_rate") ? arguments.number("warmup_lr_rate")
                                                        : 1.0 / static_cast<double>(climb);
    // A climb of one update begins, and ends, at warmup_lr_rate.
    const double top = climb == 1 ? from : 1.0;
    pieces.add(climb,
               linear({.from = from, .to = top, .endpoint = true, .length = in_updates(climb)}));
  }
  if (cycles == 0.5 && climb + count >= available) {
    return pieces.then_open(window(half_cosine(1.0, to, count), {.skip = Steps(1)}), available);
  }
  return pieces.then_open(window(waves(count, cycles, to), {.skip = Steps(1)}), available);
}

Expansion expand_cosine_with_restarts(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t count = fall(arguments, plan);
  const std::int64_t cycles = arguments.integer("num_cycles");
  const bool has_room = updates_or_available(arguments, "num_training_steps", plan) >
                        updates(arguments, "num_warmup_steps", plan);
  if (!has_room || count % cycles != 0) {
    return std::nullopt;
  }
  return climb_and_fall(arguments, plan, 0.0, [&](const std::optional<Length>& length) {
    return cosine_restarts(in_updates(count / cycles), {.length = length});
  });
}

// since * cycles mod count, in whole numbers so that no restart is missed, and in two steps so that
// nothing overflows: cycles < 2^20, since < count <= 2^53.
std::int64_t phase(std::int64_t since, std::int64_t cycles, std::int64_t count) {
  const std::int64_t high = since * (cycles / 1024) % count * 1024 % count;
  return (high + since * (cycles % 1024)) % count;
}

CurvePtr cosine_with_restarts_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const std::int64_t climb = piece.updates(arguments, "num_warmup_steps");
  const std::int64_t total = updates_or_available(arguments, "num_training_steps", piece);
  const std::int64_t count = std::max<std::int64_t>(total - climb, 1);
  const std::int64_t cycles = arguments.integer("num_cycles");
  return make_curve(
      piece.length,
      [=](std::int64_t t) {
        if (t < climb) {
          return ratio(t, climb);
        }
        if (t - climb >= count) {
          return 0.0;
        }
        const auto now = static_cast<double>(phase(t - climb, cycles, count));
        return cosine_curve(now / static_cast<double>(count), 1.0, 0.0);
      },
      [=](std::int64_t t) {
        return t > climb && t - climb < count && phase(t - climb, cycles, count) < cycles;
      });
}

void normalise_min_lr(const spec::Arguments& arguments, spec::Expr&) {
  if (arguments.given("min_lr") == arguments.given("min_lr_rate")) {
    throw arguments.error("give one of min_lr (a rate) and min_lr_rate (a share of the base rate)");
  }
}

spec::Parameter optional_number(const char* name, const char* help, const char* otherwise) {
  spec::Parameter parameter = number(name, help, otherwise, spec::between(0.0, 1.0));
  parameter.optional = true;
  return parameter;
}

spec::Parameter min_lr() {
  spec::Parameter parameter = base_rate("min_lr", "lowest rate; or give min_lr_rate");
  parameter.default_text = "none";
  return parameter;
}

spec::Parameter min_lr_rate() {
  return optional_number("min_lr_rate", "lowest rate over the base rate", "none");
}

Dialect cosine_decay() {
  return {.family = "cosine",
          .name = "hf.cosine",
          .parameters = {warmup_steps(), training_steps(), cycles()},
          .formula = "warmup, then (1 + cos(2 pi num_cycles u)) / 2",
          .help = "transformers' cosine with warmup; climbs again after num_training_steps",
          .source = kSource,
          .aliases = {"hf.get_cosine_schedule_with_warmup"},
          .expand = expand_cosine,
          .example = "hf.cosine(num_warmup_steps=10it)",
          .here = "warmup(10it) then cosine"};
}

Dialect cosine_with_restarts() {
  return {.family = "restarts",
          .name = "hf.cosine_with_restarts",
          .parameters = {warmup_steps(),
                         training_steps(),
                         {.name = "num_cycles",
                          .kind = spec::ValueKind::kInteger,
                          .default_text = "1",
                          .range = spec::between(1.0, 1e6),
                          .help = "how many equally long cycles"}},
          .formula = "warmup, then (1 + cos(pi ((num_cycles u) mod 1))) / 2, then 0",
          .help =
              "transformers' hard restarts; restarts are found in whole numbers, so that none is "
              "missed by rounding",
          .source = kSource,
          .aliases = {"hf.get_cosine_with_hard_restarts_schedule_with_warmup"},
          .curve = cosine_with_restarts_curve,
          .expand = expand_cosine_with_restarts,
          .example = "hf.cosine_with_restarts(num_warmup_steps=10it, num_cycles=3)",
          .here = "warmup(10it) then cosine_restarts(first=30it)"};
}

Dialect cosine_with_min_lr() {
  return {.family = "cosine",
          .name = "hf.cosine_with_min_lr",
          .parameters = {warmup_steps(), training_steps(), cycles(), min_lr(), min_lr_rate()},
          .formula = "warmup, then a cosine to min_lr",
          .help = "transformers' cosine with a floor; climbs again after num_training_steps",
          .source = kSource,
          .aliases = {"hf.get_cosine_with_min_lr_schedule_with_warmup"},
          .normalise = normalise_min_lr,
          .expand = expand_cosine_with_min_lr,
          .example = "hf.cosine_with_min_lr(num_warmup_steps=10it, min_lr=0.01)",
          .here = "warmup(10it) then cosine(to=0.1)"};
}

Dialect cosine_warmup_with_min_lr() {
  return {
      .family = "cosine",
      .name = "hf.cosine_warmup_with_min_lr",
      .parameters = {warmup_steps(), training_steps(), cycles(), min_lr(), min_lr_rate(),
                     optional_number("warmup_lr_rate", "multiplier of the first update",
                                     "1/num_warmup_steps")},
      .formula = "(t + 1) / num_warmup_steps, then a cosine with u = (t - W + 1) / (N - W)",
      .help =
          "one update ahead of the others: no update has rate 0, the last one uses exactly min_lr",
      .source = kSource,
      .aliases = {"hf.get_cosine_with_min_lr_schedule_with_warmup_lr_rate"},
      .normalise = normalise_min_lr,
      .expand = expand_cosine_warmup_with_min_lr,
      .example = "hf.cosine_warmup_with_min_lr(num_warmup_steps=10it, min_lr=0.01)",
      .here =
          "linear(from=0.1, to=1, endpoint=true, for=10it) then window(cosine(to=0.1, for=90it), "
          "skip=1it)"};
}

}  // namespace

std::vector<Dialect> hf_cosine() {
  return {cosine_decay(), cosine_with_restarts(), cosine_with_min_lr(),
          cosine_warmup_with_min_lr()};
}

}  // namespace anneal::dialect
