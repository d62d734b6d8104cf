#include <algorithm>
#include <cmath>

#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/support.h"

// deepspeed.runtime.lr_schedules. Its step() comes after each update and counts from 0, so that
// update t is given the warmup's value number t - 1: the first two updates use the lowest rate.
namespace anneal::dialect {
namespace {

constexpr const char* kDeepspeed = "deepspeed/runtime/lr_schedules.py";

// A climb of max(2, warmup_num_steps) updates, one update late.
struct LateClimb {
  std::int64_t count;
  double from;
  double to;
  bool logarithmic;

  // For 1 <= t <= count.
  double operator()(std::int64_t t) const {
    const double u = logarithmic
                         ? std::log(static_cast<double>(t)) / std::log(static_cast<double>(count))
                         : ratio(t - 1, count);
    return linear_curve(u, from, to);
  }
};

LateClimb climb_of(const spec::Arguments& arguments, std::int64_t steps, double from, double to) {
  return {std::max<std::int64_t>(steps, 2), from, to, arguments.word("warmup_type") == "log"};
}

// `first` at update 0, the climb, then after(t).
template <class After>
CurvePtr climb_curve(std::int64_t length, double first, const LateClimb& climb, After after) {
  return make_curve(length, [=](std::int64_t t) {
    return t == 0 ? first : t <= climb.count ? climb(t) : after(t);
  });
}

// The same in the words of the catalogue, without what comes after; a straight line only.
Pieces climb_pieces(double first, const LateClimb& climb) {
  return Pieces()
      .add(1, constant(first, Steps(1)))
      .add(climb.count, line(climb.from, climb.to, climb.count));
}

LateClimb warmup_climb(const spec::Arguments& arguments, std::int64_t steps, const RunPlan& plan) {
  return climb_of(arguments, steps, relative(arguments, "warmup_min_lr", plan),
                  relative(arguments, "warmup_max_lr", plan));
}

Expansion expand_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  const LateClimb climb =
      warmup_climb(arguments, updates(arguments, "warmup_num_steps", plan), plan);
  if (climb.logarithmic) {
    return std::nullopt;
  }
  return climb_pieces(climb.from, climb).then_hold(climb.to, available_updates(arguments, plan));
}

CurvePtr warmup_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const LateClimb climb =
      warmup_climb(arguments, piece.updates(arguments, "warmup_num_steps"), piece.plan);
  return climb_curve(piece.length, climb.from, climb, [=](std::int64_t) { return climb.to; });
}

Expansion expand_warmup_decay(const spec::Arguments& arguments, const RunPlan& plan) {
  const LateClimb climb =
      warmup_climb(arguments, updates(arguments, "warmup_num_steps", plan), plan);
  if (climb.logarithmic) {
    return std::nullopt;
  }
  const std::int64_t count = updates_or_available(arguments, "total_num_steps", plan) - climb.count;
  Pieces pieces = climb_pieces(climb.from, climb);
  if (count > 0) {
    pieces.add(count, linear({.from = climb.to, .to = climb.from, .length = in_updates(count)}));
  }
  return pieces.then_hold(climb.from, available_updates(arguments, plan));
}

CurvePtr warmup_decay_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const LateClimb climb =
      warmup_climb(arguments, piece.updates(arguments, "warmup_num_steps"), piece.plan);
  const std::int64_t count =
      updates_or_available(arguments, "total_num_steps", piece) - climb.count;
  return climb_curve(piece.length, climb.from, climb, [=](std::int64_t t) {
    const std::int64_t since = t - 1 - climb.count;
    return since < count ? linear_curve(ratio(since, count), climb.to, climb.from) : climb.from;
  });
}

// The cosine's value number t - 1 is one ahead: at update t it is where t - W says.
Expansion expand_warmup_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  const LateClimb climb = climb_of(arguments, updates(arguments, "warmup_num_steps", plan),
                                   arguments.number("warmup_min_ratio"), 1.0);
  if (climb.logarithmic) {
    return std::nullopt;
  }
  const std::int64_t total = updates_or_available(arguments, "total_num_steps", plan);
  const double to = arguments.number("cos_min_ratio");
  Pieces pieces = climb_pieces(0.0, climb);
  if (total > climb.count) {
    pieces.add_fall(total, total - climb.count, half_cosine(1.0, to, total - climb.count));
  }
  return pieces.then_hold(to, available_updates(arguments, plan));
}

CurvePtr warmup_cosine_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const LateClimb climb = climb_of(arguments, piece.updates(arguments, "warmup_num_steps"),
                                   arguments.number("warmup_min_ratio"), 1.0);
  const std::int64_t count = std::max<std::int64_t>(
      updates_or_available(arguments, "total_num_steps", piece) - climb.count, 1);
  const double to = arguments.number("cos_min_ratio");
  return climb_curve(piece.length, 0.0, climb, [=](std::int64_t t) {
    return cosine_curve(ratio(t - climb.count, count), 1.0, to);
  });
}

spec::Parameter warmup_steps() {
  return duration("warmup_num_steps", "time of the climb; 1it counts as 2it", "1000it");
}

spec::Parameter warmup_type() {
  return word("warmup_type", "log: log(t) / log(W)", "log", {"log", "linear"});
}

spec::Parameter total_steps() {
  return optional_duration("total_num_steps", "time of climb and fall together", "the run");
}

Dialect warmup_row() {
  return {.family = "warmup",
          .name = "deepspeed.WarmupLR",
          .parameters = {rate("warmup_min_lr", "rate of the first two updates", "0"),
                         base_rate("warmup_max_lr", "rate after the climb"), warmup_steps(),
                         warmup_type()},
          .formula = "min + (max - min) log(t) / log(W), or (t - 1) / W, from t = 1 to W; then max",
          .help =
              "DeepSpeed's warmup: logarithmic by default, and one update late, so that the first "
              "two updates use warmup_min_lr",
          .source = kDeepspeed,
          .curve = warmup_curve,
          .expand = expand_warmup,
          .example = "deepspeed.WarmupLR(warmup_num_steps=4it)",
          .here = "table(values=[0, 0, 0.5, 0.79248125036057809]) then constant"};
}

Dialect warmup_decay_row() {
  return {.family = "linear",
          .name = "deepspeed.WarmupDecayLR",
          .parameters = {total_steps(), rate("warmup_min_lr", "first and last rate", "0"),
                         rate("warmup_max_lr", "rate at the top", "0.001"), warmup_steps(),
                         warmup_type()},
          .formula = "as deepspeed.WarmupLR up to t = W, then (N + 1 - t) / (N - W), not below 0",
          .help =
              "DeepSpeed's warmup and straight fall back to warmup_min_lr, one update late: the "
              "fall begins at update W + 1. Its warmup_max_lr is 0.001 unless given, whatever the "
              "base rate",
          .source = kDeepspeed,
          .curve = warmup_decay_curve,
          .expand = expand_warmup_decay,
          .example =
              "deepspeed.WarmupDecayLR(warmup_max_lr=0.1, warmup_num_steps=10it, "
              "warmup_type=linear)",
          .here = "constant(0, for=1it) then warmup(10it) then window(linear(for=90it))"};
}

Dialect warmup_cosine_row() {
  return {
      .family = "cosine",
      .name = "deepspeed.WarmupCosineLR",
      .parameters = {total_steps(),
                     number("warmup_min_ratio", "multiplier at update 1", "0",
                            spec::between(0.0, 1.0)),
                     warmup_steps(),
                     number("cos_min_ratio", "last multiplier", "0.0001", spec::between(0.0, 1.0)),
                     warmup_type()},
      .formula =
          "0 at t = 0, the climb as in deepspeed.WarmupLR up to t = W, then a cosine with "
          "u = (t - W) / (N - W)",
      .help =
          "DeepSpeed's cosine with warmup: shares of the base rate; the first update has rate 0 "
          "whatever warmup_min_ratio is",
      .source = kDeepspeed,
      .curve = warmup_cosine_curve,
      .expand = expand_warmup_cosine,
      .example = "deepspeed.WarmupCosineLR(warmup_num_steps=10it, warmup_type=linear)",
      .here =
          "constant(0, for=1it) then warmup(10it) then window(cosine(to=0.0001, for=90it), "
          "skip=1it)"};
}

}  // namespace

std::vector<Dialect> deepspeed() {
  return {warmup_row(), warmup_decay_row(), warmup_cosine_row()};
}

}  // namespace anneal::dialect
