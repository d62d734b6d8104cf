#include <utility>

#include "core/spec/bind.h"
#include "schedulers/lengths.h"
#include "schedulers/resolver.h"

// Shorthands replaced by what they stand for.
namespace anneal {

using spec::Expr;

namespace {

// Parts of an expansion were not written by anyone: errors point at the shorthand.
Expr placed(Expr expr, const spec::Location& location) {
  expr.location = location;
  for (Expr& item : expr.items) {
    item = placed(std::move(item), location);
  }
  for (spec::Argument& argument : expr.arguments) {
    argument.value = placed(std::move(argument.value), location);
    argument.name_location = location;
  }
  return expr;
}

// Whether a call says how long it is. `for` is the last argument of every canonical call.
bool has_for(const Expr& call) {
  return !call.arguments.empty() && call.arguments.back().name == "for";
}

Expr updates_expr(std::int64_t count) {
  return spec::number(static_cast<double>(count), spec::Unit::kUpdates);
}

}  // namespace

Expr Resolver::expand(const Expr& expr, const RunPlan& plan, std::int64_t room, int depth) {
  if (expr.is_name()) {
    return expand_call(expr, plan, room, depth);
  }
  Expr result = expr;
  if (expr.kind == Expr::Kind::kThen) {
    const std::vector<std::int64_t> lengths = share(expr.items, {.plan = plan}, room).lengths;
    for (std::size_t i = 0; i < result.items.size(); ++i) {
      result.items[i] = expand(result.items[i], plan, lengths[i], depth);
    }
  } else {
    for (Expr& item : result.items) {
      const std::optional<double> exact = demand(item, {.plan = plan});
      item = expand(item, plan, exact ? fitted(*exact, room) : room, depth);
    }
  }
  if (result.kind == Expr::Kind::kThen || result.kind == Expr::Kind::kProduct) {
    std::vector<Expr> flat;
    for (Expr& item : result.items) {
      if (item.kind == result.kind) {
        flat.insert(flat.end(), item.items.begin(), item.items.end());
      } else {
        flat.push_back(std::move(item));
      }
    }
    result.items = std::move(flat);
  }
  return result;
}

Expr Resolver::expand_call(const Expr& expr, const RunPlan& plan, std::int64_t room, int depth) {
  constexpr int kDeepestExpansion = 16;
  const ScheduleEntry& entry = entry_of(expr);
  if (entry.expand != nullptr && depth < kDeepestExpansion) {
    // A shorthand whose length is what it finds is told how much that is.
    const bool told = entry.signature.find("for") != nullptr && !has_for(expr);
    Expr call = expr;
    if (told) {
      call.arguments.push_back({.name = "for", .value = updates_expr(room)});
    }
    const Schedule meaning = entry.expand(spec::bind(call, entry.signature), plan);
    if (meaning.expr() != call) {
      const std::size_t base = functions.size();
      functions.insert(functions.end(), meaning.functions().begin(), meaning.functions().end());
      const Expr full = expand(placed(shift_functions(meaning.expr(), base), expr.location), plan,
                               room, depth + 1);
      return has_for(expr) ? lasting(full, expr.arguments.back().value, plan) : full;
    }
  }
  // What is inside a repeat is expanded cycle by cycle: it is a run of its own.
  Expr result = expr;
  if (entry.signature.find("schedule") != nullptr && entry.signature.name != "repeat") {
    const spec::Arguments arguments = spec::bind(expr, entry.signature);
    const bool slowed = entry.signature.find("by") != nullptr;
    const double by = slowed ? arguments.number("by") : 1.0;
    const double skip = entry.signature.find("skip") != nullptr
                            ? exact_updates(arguments.length("skip"), plan)
                            : 0.0;
    Expr& inner = result.arguments.at(0).value;
    inner =
        expand(inner, plan,
               std::max<std::int64_t>(rounded(static_cast<double>(room) / by + skip), 1), depth);
    if (slowed && inner != expr.arguments.at(0).value && demand(inner, {.plan = plan})) {
      inner = placed(spec::call("open", {{.value = inner}}), expr.location);
    }
  }
  return result;
}

Expr Resolver::lasting(const Expr& expr, const Expr& length, const RunPlan& plan) const {
  const std::optional<double> exact = demand(expr, {.plan = plan});
  if (exact && *exact == exact_updates(length.number, plan)) {
    return expr;
  }
  if (!exact && expr.is_name() && entry_of(expr).length == LengthRule::kFor) {
    Expr call = expr;
    call.arguments.push_back({.name = "for", .value = length});
    return call;
  }
  const bool is_open = expr.is_name() && expr.text == "open";
  const Expr& schedule = is_open ? expr.arguments.at(0).value : expr;
  return placed(spec::call("window", {{.value = schedule}, {.name = "for", .value = length}}),
                expr.location);
}

}  // namespace anneal
