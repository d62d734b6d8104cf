#include "schedulers/natural_length.h"

#include <algorithm>
#include <cmath>

#include "core/spec/bind.h"
#include "core/text.h"
#include "schedulers/plan.h"

namespace anneal {
namespace {

using spec::Expr;

std::optional<double> length_of_sequence(const std::vector<Expr>& items, const TimeScale& scale) {
  double total = 0.0;
  const Expr* open = nullptr;
  for (const Expr& item : items) {
    const std::optional<double> length = natural_length(item, scale);
    if (length) {
      total += *length;
    } else if (open == nullptr) {
      open = &item;
    } else {
      throw spec::SpecError(
          join_text(spec::brief(*open), " and ", spec::brief(item),
                    " are both open, but a sequence has room for one open piece: give one of them "
                    "a length (for=...)"),
          item.location);
    }
  }
  return open == nullptr ? std::optional(total) : std::nullopt;
}

std::optional<double> length_of_product(const std::vector<Expr>& factors, const TimeScale& scale) {
  double longest = 0.0;
  for (const Expr& factor : factors) {
    const std::optional<double> length = natural_length(factor, scale);
    if (!length) {
      return std::nullopt;
    }
    longest = std::max(longest, *length);
  }
  return longest;
}

// The length argument of a call as written; nothing if it has none.
std::optional<spec::Number> written_length(const ScheduleEntry& entry,
                                           const spec::Arguments& arguments) {
  if (!entry.length_argument.empty() && arguments.given(entry.length_argument)) {
    return arguments.length(entry.length_argument);
  }
  return std::nullopt;
}

std::optional<double> length_of_call(const Expr& call, const TimeScale& scale) {
  const ScheduleEntry& entry = scale.vocabulary.entry_of(call);
  const spec::Arguments arguments = spec::bind(call, entry.signature);
  if (const std::optional<spec::Number> length = written_length(entry, arguments)) {
    return exact_updates(*length, scale.plan, scale.slowdown);
  }
  if (entry.own_length != nullptr) {
    return exact_updates(entry.own_length(arguments), scale.plan, scale.slowdown);
  }
  if (entry.inner.gives_length) {
    const std::string& by = entry.inner.slowdown_argument;
    const double slower = by.empty() ? 1.0 : arguments.number(by);
    return natural_length(arguments.expr(entry.inner.argument),
                          {scale.vocabulary, scale.plan, scale.slowdown * slower});
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> natural_length(const Expr& expr, const TimeScale& scale) {
  switch (expr.kind) {
    case Expr::Kind::kThen:
      return length_of_sequence(expr.items, scale);
    case Expr::Kind::kProduct:
      return length_of_product(expr.items, scale);
    case Expr::Kind::kByEpoch:
      return natural_length(expr.items[0], scale);
    case Expr::Kind::kNumber:
      return std::nullopt;  // a value where a schedule may stand: as long as there is room
    default:
      return length_of_call(expr, scale);
  }
}

std::int64_t least_updates(const Expr& expr, const TimeScale& scale) {
  if (const std::optional<double> length = natural_length(expr, scale)) {
    return rounded(*length);
  }
  std::int64_t result = expr.kind == Expr::Kind::kThen ? 0 : 1;
  for (const Expr& item : expr.items) {
    const std::int64_t needed = least_updates(item, scale);
    result = expr.kind == Expr::Kind::kThen ? std::min(result + needed, kEndless)
                                            : std::max(result, needed);
  }
  return result;
}

SequenceLayout lay_out(const std::vector<Expr>& items,
                       const TimeScale& scale,
                       std::int64_t available) {
  length_of_sequence(items, scale);  // refuses a second open piece
  SequenceLayout layout{};
  std::vector<double> fixed;
  double sum = 0.0;
  for (const Expr& item : items) {
    const std::optional<double> length = natural_length(item, scale);
    layout.natural.push_back(length);
    if (length) {
      fixed.push_back(*length);
      sum += *length;
    }
  }
  const double nearest = std::round(sum);  // 33.3 % + 33.3 % + 33.4 % may miss 100 % by an ulp
  sum = std::abs(sum - nearest) <= 1e-12 * sum ? nearest : sum;
  layout.open = fixed.size() < items.size();
  layout.end = rounded_within(sum, available);
  // The sum is rounded once and then divided, so that rounding neither gains nor loses an update.
  const std::vector<std::int64_t> whole = apportion(fixed, layout.end);
  const std::int64_t left = std::max<std::int64_t>(available - layout.end, 0);
  auto next = whole.begin();
  for (const std::optional<double>& length : layout.natural) {
    layout.lengths.push_back(length ? *next++ : left);
  }
  return layout;
}

spec::SpecError does_not_fit(const std::vector<Expr>& items,
                             const SequenceLayout& layout,
                             const TimeScale& scale,
                             const char* where,
                             std::int64_t available) {
  const std::string ends =
      join_text("schedule ends at update ", layout.end, ", ", where, " has ", available, ": ");
  if (layout.end < available) {
    return spec::SpecError(ends + "add \"then constant\" or lengthen a piece",
                           items.back().location);
  }
  // nullopt, the open piece, is below every length.
  const auto found = std::max_element(layout.natural.begin(), layout.natural.end());
  const double longest = found->value();
  const Expr& piece = items[found - layout.natural.begin()];
  std::string what = join_text(spec::brief(piece), " takes ", rounded(longest));
  std::string mend = "shorten a piece or lengthen the run";
  std::optional<spec::Number> length;
  if (piece.is_name()) {
    const ScheduleEntry& entry = scale.vocabulary.entry_of(piece);
    length = written_length(entry, spec::bind(piece, entry.signature));
  }
  if (length) {
    if (length->unit != spec::Unit::kUpdates || scale.slowdown != 1.0) {
      what = join_text(spec::brief(piece), " is ", arithmetic(*length, scale.plan, scale.slowdown));
    }
    // 500ep in a run of 600 updates: people mix the units up.
    const auto space = static_cast<double>(available);
    if (length->unit == spec::Unit::kEpochs && longest > space && length->value <= space &&
        length->value == std::floor(length->value)) {
      mend = join_text("write ", length->value, "it if updates were meant, or ", mend);
    }
  }
  const std::string rest =
      layout.open ? join_text(", which leaves ", available - layout.end, " for the open piece")
                  : std::string();
  return spec::SpecError(ends + what + rest + " (" + mend + ")", piece.location);
}

}  // namespace anneal
