#include <algorithm>
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
  return CallBuilder("clamp").inner(schedule).number("min", min).number("max", max).schedule();
}

ScheduleEntry clamp_entry() {
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
      .inner = {.argument = "schedule", .gives_length = true},
      .normalise =
          [](const spec::Arguments& arguments, spec::Expr&) {
            if (arguments.number("min") > arguments.number("max")) {
              throw arguments.error("min", join_text(arguments.number("min"), " is above max=",
                                                     arguments.number("max"), " (swap them)"));
            }
          },
      .curve = [](const spec::Arguments& arguments, PieceContext& piece) -> CurvePtr {
        return std::make_unique<const Clamped>(
            piece.inner_curve(arguments.expr("schedule"), piece.length), arguments.number("min"),
            arguments.number("max"));
      },
      .example = "clamp(cosine, min=0.2)",
  };
}

namespace {

class Absolute final : public Curve {
 public:
  Absolute(CurvePtr curve, const RunPlan& plan) : curve_(std::move(curve)), plan_(plan) {}

  double value(const Clock& now) const override { return relative(curve_->value(now)); }
  void fill(const Clock& first, std::span<double> out) const override {
    curve_->fill(first, out);
    for (double& value : out) {
      value = relative(value);
    }
  }
  double end_value(const Clock& now) const override { return relative(curve_->end_value(now)); }
  bool jump_due(const Clock& now) const override { return curve_->jump_due(now); }

 private:
  double relative(double value) const {
    return relative_to_base(LearningRate(value), plan_).value();
  }

  CurvePtr curve_;
  RunPlan plan_;
};

}  // namespace

Schedule absolute(const Schedule& schedule) {
  return CallBuilder("absolute").inner(schedule).schedule();
}

ScheduleEntry absolute_entry() {
  return {
      .signature =
          {.name = "absolute",
           .parameters = {{.name = "schedule",
                           .kind = spec::ValueKind::kExpr,
                           .help =
                               "or one number: its numbers are the values themselves, of a rate "
                               "or a momentum",
                           .positional = true}},
           .formula = "m(t) = schedule(t) / base",
           .help =
               "a schedule in values instead of multipliers: momentum=absolute(linear(from=0.5, "
               "to=0.95)) ends at 0.95 whatever the optimizer's momentum is"},
      .inner = {.argument = "schedule", .or_rate = true, .gives_length = true},
      .is_absolute = true,
      .normalise =
          [](const spec::Arguments& arguments, spec::Expr&) {
            const spec::Expr& value = arguments.expr("schedule");
            if (value.is_number() &&
                !(value.number.unit == spec::Unit::kNone && value.number.value >= 0.0)) {
              throw arguments.error(
                  "schedule", "expected a schedule, or a number >= 0, got " + spec::brief(value));
            }
          },
      .curve = [](const spec::Arguments& arguments, PieceContext& piece) -> CurvePtr {
        const spec::Expr& inner = arguments.expr("schedule");
        const double number = inner.number.value;
        CurvePtr curve = inner.is_number()
                             ? make_curve(piece.length, [number](std::int64_t) { return number; })
                             : piece.inner_curve(inner, piece.length);
        return std::make_unique<const Absolute>(std::move(curve), piece.plan);
      },
      .example = "absolute(linear(from=0.95, to=0.85))",
  };
}

Schedule stretch(const Schedule& schedule, double by) {
  return CallBuilder("stretch").inner(schedule).number("by", by).schedule();
}

ScheduleEntry stretch_entry() {
  return {
      .signature =
          {.name = "stretch",
           .parameters = {{.name = "schedule", .kind = spec::ValueKind::kExpr, .positional = true},
                          {.name = "by",
                           .range = spec::between(1e-6, 1e6),
                           .help = "2: everything takes twice as long",
                           .positional = true}},
           .formula = "schedule with all lengths in updates and epochs times `by`; % are "
                      "of the run and stay",
           .help = "the same schedule slowed down",
           .source = "scale_schedule_ratio of MosaicML's Composer"},
      .inner = {.argument = "schedule", .slowdown_argument = "by", .gives_length = true},
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            return piece.inner_curve(arguments.expr("schedule"), piece.length,
                                     arguments.number("by"));
          },
      .example = "stretch(step(every=1ep, gamma=0.7), by=2)",
  };
}

Schedule open(const Schedule& schedule) {
  return CallBuilder("open").inner(schedule).schedule();
}

ScheduleEntry open_entry() {
  return {
      .signature =
          {.name = "open",
           .parameters = {{.name = "schedule", .kind = spec::ValueKind::kExpr, .positional = true}},
           .formula = "m(t) = schedule(t) while it lasts, then its end value",
           .help = "makes a schedule of any length open: held at its end value, or cut "
                   "off, to take what the other pieces leave"},
      .inner = {.argument = "schedule"},
      .opens = true,
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const spec::Expr& inner = arguments.expr("schedule");
            const std::int64_t own = piece.natural_length(inner).value_or(0);
            return piece.inner_curve(
                inner, own > 0 ? own : std::max(piece.length, piece.least_updates(inner)));
          },
      .example = "open(cosine(for=5ep))",
  };
}

namespace {

class Window final : public Curve {
 public:
  Window(CurvePtr inner, std::int64_t skip, std::int64_t length)
      : inner_(std::move(inner)), skip_(skip), length_(length) {}

  double value(const Clock& now) const override { return inner_->value(inside(now)); }

  void fill(const Clock& first, std::span<double> out) const override {
    const std::int64_t left = std::max<std::int64_t>(length_ - first.t, 0);
    const std::size_t count = std::min<std::size_t>(out.size(), left);
    if (count > 0) {
      inner_->fill(inside(first), out.first(count));
    }
    for (std::size_t i = count; i < out.size(); ++i) {
      out[i] = value(first.advanced(i));
    }
  }

  double end_value(const Clock& now) const override { return inner_->end_value(inside(now)); }
  bool jump_due(const Clock& now) const override {
    return now.t <= length_ && inner_->jump_due(inside(now));
  }

 private:
  Clock inside(const Clock& now) const {
    return {std::min(now.t, length_) + skip_, now.run, now.feedback};
  }

  CurvePtr inner_;
  std::int64_t skip_;
  std::int64_t length_;
};

// The updates that the pieces of a schedule with an open piece take by themselves.
std::int64_t fixed_updates(const spec::Expr& expr, const PieceContext& piece) {
  std::int64_t sum = 0;
  switch (expr.kind) {
    case spec::Expr::Kind::kThen:
      for (const spec::Expr& item : expr.items) {
        sum = std::min(sum + fixed_updates(item, piece), kEndless);
      }
      return sum;
    case spec::Expr::Kind::kProduct:
      for (const spec::Expr& item : expr.items) {
        sum = std::max(sum, fixed_updates(item, piece));
      }
      return sum;
    case spec::Expr::Kind::kByEpoch:
      return fixed_updates(expr.items[0], piece);
    default:
      return piece.natural_length(expr).value_or(0);
  }
}

CurvePtr window_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const spec::Expr& schedule = arguments.expr("schedule");
  const std::int64_t skip = piece.updates(arguments, "skip");
  const std::optional<std::int64_t> own = piece.natural_length(schedule);
  if (own == 0) {
    throw arguments.error("schedule", "it has no update (lengthen it)");
  }
  // An open piece takes what there is to fill, and at least one update: it may lie beyond.
  const std::int64_t length =
      own ? *own
          : std::min(std::max(piece.length + skip, fixed_updates(schedule, piece) + 1),
                     kEndless - 1);  // endless pieces do not fit
  return std::make_unique<const Window>(piece.inner_curve(schedule, length), skip, piece.length);
}

}  // namespace

Schedule window(const Schedule& schedule, const WindowOptions& options) {
  return CallBuilder("window")
      .inner(schedule)
      .length("skip", options.skip)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry window_entry() {
  return {
      .signature = {.name = "window",
                    .parameters = {{.name = "schedule",
                                    .kind = spec::ValueKind::kExpr,
                                    .help = "any schedule, of any length",
                                    .positional = true},
                                   {.name = "skip",
                                    .kind = spec::ValueKind::kLength,
                                    .default_text = "0it",
                                    .help = "begin so far into the schedule"},
                                   for_parameter()},
                    .formula = "m(t) = schedule(skip + t)",
                    .help = "a schedule at its own pace in a place of any length: cut off where "
                            "the place ends, its last value held where the schedule does"},
      .length_argument = "for",
      .inner = {.argument = "schedule", .skip_argument = "skip"},
      .curve = window_curve,
      .example = "window(cosine(for=20ep), skip=5ep)",
  };
}

}  // namespace anneal
