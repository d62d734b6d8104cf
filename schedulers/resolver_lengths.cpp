#include <algorithm>
#include <cmath>

#include "core/spec/bind.h"
#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/lengths.h"
#include "schedulers/resolver.h"

// How long the parts of a schedule are, and what to say when they do not fit.
namespace anneal {

using spec::Expr;

const ScheduleEntry& entry_of(const Expr& call) {
  return spec::find_entry(call, "schedule", schedule_catalogue());
}

std::optional<double> Resolver::demand(const Expr& expr, const Scope& scope) const {
  switch (expr.kind) {
    case Expr::Kind::kThen:
      return demand_of_sequence(expr.items, scope);
    case Expr::Kind::kProduct: {
      double longest = 0.0;
      for (const Expr& factor : expr.items) {
        const std::optional<double> length = demand(factor, scope);
        if (!length) {
          return std::nullopt;
        }
        longest = std::max(longest, *length);
      }
      return longest;
    }
    case Expr::Kind::kByEpoch:
      return demand(expr.items[0], scope);
    default:
      return demand_of_call(expr, scope);
  }
}

std::optional<double> Resolver::demand_of_sequence(const std::vector<Expr>& items,
                                                   const Scope& scope) const {
  double total = 0.0;
  const Expr* open = nullptr;
  for (const Expr& item : items) {
    const std::optional<double> length = demand(item, scope);
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

std::optional<double> Resolver::demand_of_call(const Expr& call, const Scope& scope) const {
  const ScheduleEntry& entry = entry_of(call);
  const spec::Arguments arguments = spec::bind(call, entry.signature);
  switch (entry.length) {
    case LengthRule::kFor:
      if (!arguments.given("for")) {
        return std::nullopt;
      }
      return exact_updates(arguments.length("for"), scope.plan, scope.slowdown);
    case LengthRule::kOwn:
      return exact_updates(arguments.length("length"), scope.plan, scope.slowdown);
    case LengthRule::kComputed:
      return exact_updates(entry.own_length(arguments), scope.plan, scope.slowdown);
    case LengthRule::kInner: {
      Scope inner = scope;
      inner.slowdown *= entry.signature.find("by") != nullptr ? arguments.number("by") : 1.0;
      return demand(arguments.expr("schedule"), inner);
    }
    case LengthRule::kOpen:
      break;
  }
  return std::nullopt;
}

std::int64_t Resolver::least(const Expr& expr, const Scope& scope) const {
  if (const std::optional<double> length = demand(expr, scope)) {
    return rounded(*length);
  }
  std::int64_t result = expr.kind == Expr::Kind::kThen ? 0 : 1;
  for (const Expr& item : expr.items) {
    const std::int64_t needed = least(item, scope);
    result = expr.kind == Expr::Kind::kThen ? result + needed : std::max(result, needed);
  }
  return result;
}

std::optional<spec::Number> written_length(const Expr& call) {
  if (!call.is_name()) {
    return std::nullopt;
  }
  const ScheduleEntry& entry = entry_of(call);
  const spec::Arguments arguments = spec::bind(call, entry.signature);
  if (entry.length == LengthRule::kOwn) {
    return arguments.length("length");
  }
  if (entry.length == LengthRule::kFor && arguments.given("for")) {
    return arguments.length("for");
  }
  return std::nullopt;
}

void Resolver::check_cover(const std::vector<Expr>& items,
                           const std::vector<std::optional<double>>& demands,
                           const Scope& scope,
                           std::int64_t end,
                           std::int64_t room,
                           bool open) const {
  const char* whole = scope.begin == kNowhere            ? "the cycle"
                      : room == scope.plan.total.count() ? "the run"
                                                         : "its place";
  const std::string ends =
      join_text("schedule ends at update ", end, ", ", whole, " has ", room, ": ");
  if (end < room) {
    throw spec::SpecError(ends + "add \"then constant\" or lengthen a piece",
                          items.back().location);
  }
  std::size_t longest = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (demands[i] && (!demands[longest] || *demands[i] > *demands[longest])) {
      longest = i;
    }
  }
  const Expr& piece = items[longest];
  std::string what = join_text(spec::brief(piece), " takes ", rounded(*demands[longest]));
  std::string mend = "shorten a piece or lengthen the run";
  if (const auto length = written_length(piece)) {
    if (length->unit != spec::Unit::kUpdates || scope.slowdown != 1.0) {
      what = join_text(spec::brief(piece), " is ", arithmetic(*length, scope.plan, scope.slowdown));
    }
    const bool fits = length->value <= static_cast<double>(room);
    if (length->unit == spec::Unit::kEpochs && *demands[longest] > static_cast<double>(room) &&
        fits && length->value == std::floor(length->value)) {
      mend = join_text("write ", length->value, "it if updates were meant, or ", mend);
    }
  }
  const std::string rest =
      open ? join_text(", which leaves ", room - end, " for the open piece") : std::string();
  throw spec::SpecError(ends + what + rest + " (" + mend + ")", piece.location);
}

}  // namespace anneal
