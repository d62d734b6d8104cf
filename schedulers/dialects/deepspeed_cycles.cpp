#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/support.h"

// The schedules of deepspeed.runtime.lr_schedules that know no warmup: a cycle, and a range test.
// They count one further than its warmups do, and are on time.
namespace anneal::dialect {
namespace {

constexpr const char* kDeepspeed = "deepspeed/runtime/lr_schedules.py";

// The cycle's two halves, and the number of stairs in each; 0: none.
struct Cycle {
  std::int64_t up;
  std::int64_t down;
  std::int64_t stairs_up;
  std::int64_t stairs_down;

  // How far up it is, for 0 <= t <= up + down.
  double operator()(std::int64_t t) const {
    const bool rises = t <= up;
    const std::int64_t part = rises ? t : up + down - t;
    const std::int64_t whole = rises ? up : down;
    const std::int64_t stairs = rises ? stairs_up : stairs_down;
    return stairs > 0 ? ratio(part * stairs / whole, stairs) : ratio(part, whole);
  }
};

Cycle cycle_of(const spec::Arguments& arguments, std::int64_t up, std::int64_t down) {
  const std::int64_t stairs = arguments.integer("cycle_first_stair_count");
  return {up, down, stairs,
          arguments.has("cycle_second_stair_count") ? arguments.integer("cycle_second_stair_count")
                                                    : stairs};
}

bool decays(const spec::Arguments& arguments) {
  return arguments.has("decay_step_size") && arguments.number("decay_lr_rate") > 0.0;
}

Expansion expand_one_cycle(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t up = updates(arguments, "cycle_first_step_size", plan);
  const std::int64_t down = arguments.has("cycle_second_step_size")
                                ? updates(arguments, "cycle_second_step_size", plan)
                                : up;
  const Cycle cycle = cycle_of(arguments, up, down);
  if (cycle.stairs_up > 0 || cycle.stairs_down > 0) {
    return std::nullopt;
  }
  const double low = relative(arguments, "cycle_min_lr", plan);
  const double high = relative(arguments, "cycle_max_lr", plan);
  const std::int64_t available = available_updates(arguments, plan);
  Pieces pieces = Pieces().add(up, line(low, high, up)).add(down, line(high, low, down));
  if (!decays(arguments)) {
    return pieces.then_hold(low, available);
  }
  return pieces.then_open(
      scaled(low, inverse_time(arguments.number("decay_lr_rate"),
                               in_updates(updates(arguments, "decay_step_size", plan)))),
      available);
}

CurvePtr one_cycle_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const std::int64_t up = piece.updates(arguments, "cycle_first_step_size");
  const std::int64_t down = arguments.has("cycle_second_step_size")
                                ? piece.updates(arguments, "cycle_second_step_size")
                                : up;
  const Cycle cycle = cycle_of(arguments, up, down);
  const double low = relative(arguments, "cycle_min_lr", piece.plan);
  const double high = relative(arguments, "cycle_max_lr", piece.plan);
  const double rate = decays(arguments) ? arguments.number("decay_lr_rate") : 0.0;
  const std::int64_t every = rate > 0.0 ? piece.updates(arguments, "decay_step_size") : 1;
  return make_curve(
      piece.length,
      [=](std::int64_t t) {
        return t <= up + down ? linear_curve(cycle(t), low, high)
                              : low / (1.0 + rate * ratio(t - up - down, every));
      },
      [=](std::int64_t t) { return t <= up + down; });  // stairs
}

Expansion expand_range_test(const spec::Arguments& arguments, const RunPlan& plan) {
  if (arguments.flag("lr_range_test_staircase")) {
    return std::nullopt;
  }
  const double low = relative(arguments, "lr_range_test_min_lr", plan);
  const std::int64_t available = available_updates(arguments, plan);
  const double growth = arguments.number("lr_range_test_step_rate") *
                        ratio(available, updates(arguments, "lr_range_test_step_size", plan));
  return linear({.from = low, .to = low * (1.0 + growth), .length = in_updates(available)});
}

CurvePtr range_test_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const double low = relative(arguments, "lr_range_test_min_lr", piece.plan);
  const double rate = arguments.number("lr_range_test_step_rate");
  const std::int64_t size = piece.updates(arguments, "lr_range_test_step_size");
  return make_curve(
      piece.length,
      [=](std::int64_t t) { return low * (1.0 + rate * static_cast<double>(t / size)); },
      [=](std::int64_t t) { return t > 0 && t % size == 0; });
}

spec::Parameter stairs(const char* name, const char* help) {
  return {.name = name,
          .kind = spec::ValueKind::kInteger,
          .default_text = "0",
          .range = spec::between(0.0, 1000.0),
          .help = help};
}

template <class Parameter>
Parameter optional(Parameter parameter, const char* otherwise) {
  parameter.default_text = otherwise;
  parameter.optional = true;
  return parameter;
}

Dialect one_cycle_row() {
  return {
      .family = "cyclic",
      .name = "deepspeed.OneCycle",
      .parameters = {rate("cycle_min_lr", "rate at both ends", ""),
                     base_rate("cycle_max_lr", "rate at the top"),
                     rate("decay_lr_rate", "after the cycle: min / (1 + rate t / size)", "0"),
                     duration("cycle_first_step_size", "time of the climb", "2000it"),
                     optional_duration("cycle_second_step_size", "time of the descent",
                                       "as the climb"),
                     stairs("cycle_first_stair_count", "stairs of the climb; 0: none"),
                     optional(stairs("cycle_second_stair_count", "stairs of the descent"),
                              "as the climb"),
                     optional_duration("decay_step_size", "time of one decay_lr_rate", "no decay")},
      .formula = "min + (max - min) t / up, back down, then min / (1 + decay_lr_rate t / size)",
      .help =
          "DeepSpeed's one cycle, straight lines up and down and a slow decay; without its "
          "momentum",
      .source = kDeepspeed,
      .curve = one_cycle_curve,
      .expand = expand_one_cycle,
      .example =
          "deepspeed.OneCycle(cycle_min_lr=0.01, cycle_max_lr=0.1, cycle_first_step_size=40it)",
      .here = "warmup(40it, from=0.1) then linear(to=0.1, for=40it) then constant(0.1)"};
}

Dialect range_test_row() {
  return {
      .family = "range test",
      .name = "deepspeed.LRRangeTest",
      .parameters = {rate("lr_range_test_min_lr", "rate of the first update", "0.001"),
                     duration("lr_range_test_step_size", "time of one step_rate", "2000it"),
                     rate("lr_range_test_step_rate", "growth in one step_size", "1"),
                     flag("lr_range_test_staircase", "only whole step_sizes count")},
      .formula = "min (1 + step_rate t / step_size)",
      .help = "DeepSpeed's range test: a straight line up, for as long as the run lasts",
      .source = kDeepspeed,
      .curve = range_test_curve,
      .expand = expand_range_test,
      .example = "deepspeed.LRRangeTest(lr_range_test_min_lr=0.01, lr_range_test_step_size=10it)",
      .here = "linear(from=0.1, to=1.1)"};
}

}  // namespace

std::vector<Dialect> deepspeed_cycles() {
  return {one_cycle_row(), range_test_row()};
}

}  // namespace anneal::dialect
