#include <algorithm>
#include <memory>
#include <utility>

#include "schedulers/dialects/words.h"

namespace anneal {
namespace {

class Window final : public Curve {
 public:
  Window(CurvePtr inner, std::int64_t skip, std::int64_t length)
      : inner_(std::move(inner)), skip_(skip), length_(length) {}

  double value(const Clock& now) const override { return inner_->value(inside(now)); }

  void fill(const Clock& first, std::span<double> out) const override {
    const std::int64_t left = std::max<std::int64_t>(length_ - first.t, 0);
    const std::size_t count = std::min(out.size(), static_cast<std::size_t>(left));
    if (count > 0) {
      inner_->fill(inside(first), out.first(count));
    }
    for (std::size_t i = count; i < out.size(); ++i) {
      out[i] = value(first.advanced(static_cast<std::int64_t>(i)));
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
std::int64_t fixed_updates(const spec::Expr& expr, const Place& place) {
  std::int64_t sum = 0;
  switch (expr.kind) {
    case spec::Expr::Kind::kThen:
      for (const spec::Expr& item : expr.items) {
        sum += fixed_updates(item, place);
      }
      return sum;
    case spec::Expr::Kind::kProduct:
      for (const spec::Expr& item : expr.items) {
        sum = std::max(sum, fixed_updates(item, place));
      }
      return sum;
    case spec::Expr::Kind::kByEpoch:
      return fixed_updates(expr.items[0], place);
    default:
      return std::max<std::int64_t>(place.inner_length(expr), 0);
  }
}

CurvePtr window_curve(const spec::Arguments& arguments, Place& place) {
  const spec::Expr& schedule = arguments.expr("schedule");
  const std::int64_t skip = place.updates(arguments, "skip");
  std::int64_t length = place.inner_length(schedule);
  if (length == 0) {
    throw arguments.error("schedule", "it has no update (lengthen it)");
  }
  if (length < 0) {
    // An open piece takes what there is to fill, and at least one update: it may lie beyond.
    length = std::max(place.length() + skip, fixed_updates(schedule, place) + 1);
  }
  return std::make_unique<const Window>(place.inner(schedule, length), skip, place.length());
}

}  // namespace

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
      .curve = window_curve,
  };
}

}  // namespace anneal
