#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/catalogue/cycles.h"

namespace anneal {
namespace {

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
      out[i] = value(first.advanced(static_cast<std::int64_t>(i)));
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
    return *curves_[curves_.size() == 1 ? 0 : static_cast<std::size_t>(cycle.index)];
  }
  Clock within(const Clock& now, const Cycles::Cycle& cycle) const {
    return {std::min(now.t, length_) - cycle.begin, now.run, now.feedback};
  }

  Cycles cycles_;
  std::vector<CurvePtr> curves_;  // one for all cycles if they are equally long
  double decay_;
  std::int64_t length_;
};

CurvePtr repeat_curve(const spec::Arguments& arguments, Place& place) {
  const double mult = arguments.number("mult");
  Cycles cycles(place.updates(arguments, "length"), mult, place.length());
  std::vector<CurvePtr> curves;
  const std::int64_t different = mult == 1.0 ? 1 : cycles.count();
  if (different > kMostCycles) {
    throw arguments.error(
        "mult", join_text(different, " cycles of different lengths: the limit is ", kMostCycles,
                          " (write mult=1, or a larger one)"));
  }
  for (std::int64_t i = 0; i < different; ++i) {
    curves.push_back(place.cycle(arguments.expr("schedule"), cycles.length_of(i)));
  }
  return std::make_unique<const Repetition>(std::move(cycles), std::move(curves),
                                            arguments.number("decay"), place.length());
}

}  // namespace

Schedule repeat(const Schedule& schedule, Length length, const RepeatOptions& options) {
  return CallBuilder("repeat")
      .schedule_argument(schedule)
      .length("length", length)
      .number("mult", options.mult)
      .number("decay", options.decay)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry repeat() {
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
                                   {.name = "mult",
                                    .default_text = "1",
                                    .range = spec::between(1.0, 1e6),
                                    .help = "each cycle is so many times as long as the last"},
                                   {.name = "decay",
                                    .default_text = "1",
                                    .range = spec::between(0.0, 1.0),
                                    .help = "factor from cycle to cycle"},
                                   for_parameter()},
                    .formula = "m(t) = decay^i schedule(t - begin of cycle i) in cycle i",
                    .help = "a schedule again and again; the last cycle may be cut"},
      .curve = repeat_curve,
  };
}

}  // namespace catalogue
}  // namespace anneal
