#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "core/check.h"
#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {
namespace {

/// Cycles that begin one after the other, each `mult` times as long as the one before.
///
/// Whole mult: lengths first * mult^i by integer multiplication. Otherwise the running product is
/// rounded for each cycle. Never a logarithm: floor(log(...)) misses restarts by one (PyTorch's
/// CosineAnnealingWarmRestarts did).
class Cycles final {
 public:
  /// The cycles that begin before `end`. Throws std::invalid_argument unless first >= 1, mult >= 1.
  Cycles(std::int64_t first, double mult, std::int64_t end);

  struct Cycle {
    std::int64_t index;
    std::int64_t begin;
    std::int64_t length;
  };
  /// The cycle that holds t, 0 <= t. One that would begin at `end` or later does not exist.
  Cycle at(std::int64_t t) const;
  /// The length of cycle i.
  std::int64_t length_of(std::int64_t i) const;
  /// How many cycles there are.
  std::int64_t count() const;

 private:
  std::int64_t first_;
  bool equal_;                        // mult == 1: found by division
  std::int64_t last_;                 // index of the last cycle, if equal
  std::vector<std::int64_t> begins_;  // otherwise; one more than there are cycles
};

Cycles::Cycles(std::int64_t first, double mult, std::int64_t end)
    : first_(first), equal_(mult == 1.0), last_(0) {
  check(first >= 1, "cycles: the first one must have at least 1 update, got ", first);
  check(mult >= 1.0 && std::isfinite(mult), "cycles: mult must be >= 1, got ", mult);
  if (equal_) {
    last_ = std::max<std::int64_t>((end - 1) / first, 0);
    return;
  }
  constexpr std::int64_t kLongest = std::int64_t{1} << 60;
  const bool whole = mult == std::floor(mult);
  std::int64_t length = first;
  auto exact = static_cast<double>(first);
  begins_.push_back(0);
  while (begins_.back() < end) {
    begins_.push_back(begins_.back() + length);
    exact = std::min(exact * mult, 0x1p60);
    if (whole) {
      const auto factor = static_cast<std::int64_t>(std::min(mult, 0x1p60));
      length = length > kLongest / factor ? kLongest : length * factor;
    } else {
      length = static_cast<std::int64_t>(std::floor(exact + 0.5));
    }
  }
}

Cycles::Cycle Cycles::at(std::int64_t t) const {
  if (equal_) {
    const std::int64_t index = std::min(t / first_, last_);
    return {index, index * first_, first_};
  }
  const auto after = std::upper_bound(begins_.begin() + 1, begins_.end() - 1, t);
  const auto index = (after - begins_.begin()) - 1;
  return {index, *(after - 1), *after - *(after - 1)};
}

std::int64_t Cycles::length_of(std::int64_t i) const {
  const std::size_t at = i;
  return equal_ ? first_ : begins_.at(at + 1) - begins_.at(at);
}

std::int64_t Cycles::count() const {
  return equal_ ? last_ + 1 : std::ssize(begins_) - 1;
}

spec::Parameter mult_parameter() {
  return {.name = "mult",
          .default_text = "1",
          .range = spec::between(1.0, 1e6),
          .help = "each cycle is so many times as long as the last",
          .synonyms = spec::called({"T_mult", "t_mul", "cycle_mul"})};
}

spec::Parameter decay_parameter(const char* help) {
  return {.name = "decay",
          .default_text = "1",
          .range = spec::between(0.0, 1.0),
          .help = help,
          .synonyms = spec::called({"m_mul", "cycle_decay"})};
}

constexpr std::int64_t kMostCycles = 10'000;  // of different lengths: each is resolved by itself

class Repetition final : public Curve {
 public:
  Repetition(Cycles cycles, std::vector<CurvePtr> curves, double decay, std::int64_t length)
      : cycles_(std::move(cycles)), curves_(std::move(curves)), decay_(decay), length_(length) {}

  double value(const Clock& now) const override {
    const Cycles::Cycle cycle = cycles_.at(std::min(now.t, length_));
    const double peak = std::pow(decay_, static_cast<double>(cycle.index));
    return peak * curve(cycle).value(within(now, cycle));
  }
  void fill(const Clock& first, std::span<double> out) const override {
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = value(first.advanced(i));
    }
  }
  double end_value(const Clock& now) const override {
    return value({length_, now.run, now.feedback});
  }
  bool jump_due(const Clock& now) const override {
    const Cycles::Cycle cycle = cycles_.at(std::min(now.t, length_));
    return (now.t > 0 && now.t == cycle.begin) || curve(cycle).jump_due(within(now, cycle));
  }

 private:
  const Curve& curve(const Cycles::Cycle& cycle) const {
    return *curves_[curves_.size() == 1 ? 0 : cycle.index];
  }
  Clock within(const Clock& now, const Cycles::Cycle& cycle) const {
    return {std::min(now.t, length_) - cycle.begin, now.run, now.feedback};
  }

  Cycles cycles_;
  std::vector<CurvePtr> curves_;  // one for all cycles if they are equally long
  double decay_;
  std::int64_t length_;
};

CurvePtr repeat_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const double mult = arguments.number("mult");
  Cycles cycles(piece.updates(arguments, "length"), mult, piece.length);
  std::vector<CurvePtr> curves;
  const std::int64_t different = mult == 1.0 ? 1 : cycles.count();
  if (different > kMostCycles) {
    throw arguments.error(
        "mult", join_text(different, " cycles of different lengths: the limit is ", kMostCycles,
                          " (write mult=1, or a larger one)"));
  }
  for (std::int64_t i = 0; i < different; ++i) {
    curves.push_back(piece.cycle_curve(arguments.expr("schedule"), cycles.length_of(i)));
  }
  return std::make_unique<const Repetition>(std::move(cycles), std::move(curves),
                                            arguments.number("decay"), piece.length);
}

}  // namespace

Schedule repeat(const Schedule& schedule, Length length, const RepeatOptions& options) {
  return CallBuilder("repeat")
      .inner(schedule)
      .length("length", length)
      .number("mult", options.mult)
      .number("decay", options.decay)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry repeat_entry() {
  return {
      .signature = {.name = "repeat",
                    .parameters = {{.name = "schedule",
                                    .kind = spec::ValueKind::kExpr,
                                    .help = "what happens in each cycle; % in it are of the cycle",
                                    .positional = true},
                                   {.name = "length",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "of the first cycle"},
                                   mult_parameter(),
                                   decay_parameter("factor from cycle to cycle"),
                                   for_parameter()},
                    .formula = "m(t) = decay^i schedule(t - begin of cycle i) in cycle i",
                    .help = "a schedule again and again; the last cycle may be cut"},
      .length_argument = "for",
      .inner = {.argument = "schedule", .own_run = true},
      .curve = repeat_curve,
      .example = "repeat(linear(to=0.2), length=20%)",
  };
}

// Not a shorthand for repeat(cosine(to=...)): there `to` would fall from cycle to cycle with the
// peak, here it is one floor for all of them.
Schedule cosine_restarts(Length first, const CosineRestartsOptions& options) {
  return CallBuilder("cosine_restarts")
      .length("first", first)
      .number("mult", options.mult)
      .number("decay", options.decay)
      .number("to", options.to)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry cosine_restarts_entry() {
  return {
      .signature = {.name = "cosine_restarts",
                    .parameters = {{.name = "first",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "length of the first cycle",
                                    .synonyms = spec::called({"T_0", "t_initial"})},
                                   mult_parameter(),
                                   decay_parameter("factor of the peak from cycle to cycle"),
                                   to_parameter(),
                                   for_parameter()},
                    .formula = "m(t) = to + (decay^i - to) (1 + cos(pi u)) / 2 in cycle i, "
                               "u = progress through the cycle",
                    .help = "a cosine again and again, with warm restarts",
                    .source = "Loshchilov and Hutter 2017, SGDR, eq. 5 (arXiv:1608.03983)",
                    .synonyms = spec::unlike(
                        {"sgdr", "warm_restarts", "cosine_annealing_warm_restarts"},
                        "cosine_restarts(first=10ep)", "it is called cosine_restarts here")},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const auto cycles = std::make_shared<const Cycles>(
                piece.updates(arguments, "first"), arguments.number("mult"), piece.length);
            const double decay = arguments.number("decay");
            const double to = arguments.number("to");
            return make_curve(
                piece.length,
                [=](std::int64_t t) {
                  const Cycles::Cycle cycle = cycles->at(t);
                  const double peak = std::pow(decay, static_cast<double>(cycle.index));
                  const double u = ratio(t - cycle.begin, cycle.length);
                  return cosine_curve(u, peak, to);
                },
                [=](std::int64_t t) { return t > 0 && cycles->at(t).begin == t; });
          },
      .example = "cosine_restarts(first=1ep, mult=2)",
  };
}

}  // namespace anneal
