#include <limits>
#include <memory>
#include <utility>

#include "core/text.h"
#include "schedulers/catalogue.h"

namespace anneal {
namespace {

class Clamped final : public Curve {
 public:
  Clamped(CurvePtr curve, double min, double max)
      : curve_(std::move(curve)), min_(min), max_(max) {}

  double value(const Clock& now) const override { return limited(curve_->value(now)); }
  void fill(const Clock& first, std::span<double> out) const override {
    curve_->fill(first, out);
    for (double& value : out) {
      value = limited(value);
    }
  }
  double end_value(const Clock& now) const override { return limited(curve_->end_value(now)); }
  bool jump_due(const Clock& now) const override { return curve_->jump_due(now); }

 private:
  // std::clamp would hand a NaN through unseen only by luck; the comparisons here keep it.
  double limited(double value) const { return value < min_ ? min_ : value > max_ ? max_ : value; }

  CurvePtr curve_;
  double min_;
  double max_;
};

}  // namespace

Schedule clamp(const Schedule& schedule, double min, double max) {
  return CallBuilder("clamp")
      .schedule_argument(schedule)
      .number("min", min)
      .number("max", max)
      .schedule();
}

namespace catalogue {

ScheduleEntry clamp() {
  const spec::Range limits{.low = 0.0, .high = std::numeric_limits<double>::infinity()};
  return {
      .signature =
          {.name = "clamp",
           .parameters = {{.name = "schedule", .kind = spec::ValueKind::kExpr, .positional = true},
                          {.name = "min",
                           .default_text = "0",
                           .range = spec::at_least(0.0),
                           .help = "lowest multiplier"},
                          {.name = "max",
                           .default_text = "inf",
                           .range = limits,
                           .help = "highest multiplier"}},
           .formula = "m(t) = min(max(schedule(t), min), max)",
           .help = "a schedule within limits"},
      .length = LengthRule::kInner,
      .normalise =
          [](const spec::Arguments& arguments, spec::Expr&) {
            if (arguments.number("min") > arguments.number("max")) {
              throw arguments.error("min", join_text(arguments.number("min"), " is above max=",
                                                     arguments.number("max"), " (swap them)"));
            }
          },
      .curve = [](const spec::Arguments& arguments, Place& place) -> CurvePtr {
        return std::make_unique<const Clamped>(
            place.inner(arguments.expr("schedule"), place.length()), arguments.number("min"),
            arguments.number("max"));
      },
  };
}

}  // namespace catalogue
}  // namespace anneal
