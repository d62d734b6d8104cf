#include "schedulers/resolver.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/spec/bind.h"
#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/composed.h"
#include "schedulers/lengths.h"
#include "schedulers/resolver_place.h"

namespace anneal {
namespace {

using spec::Expr;

const Entry& entry_of(const Expr& call) {
  return spec::find_row(call, "schedule", schedule_catalogue());
}

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

// Rounding a part's length by itself may give one update more than its surroundings gave it.
std::int64_t fitted(double exact, std::int64_t room) {
  const std::int64_t length = rounded(exact);
  return length > room && exact < static_cast<double>(room + 1) ? room : length;
}

// Whether a call says how long it is. `for` is the last argument of every canonical call.
bool has_for(const Expr& call) {
  return !call.arguments.empty() && call.arguments.back().name == "for";
}

Expr updates_expr(std::int64_t count) {
  return spec::number(static_cast<double>(count), spec::Unit::kUpdates);
}

}  // namespace

Resolver::Resolver(const Schedule& schedule, const RunPlan& plan)
    : functions(schedule.functions()), plan_(plan) {
  expr_ = expand(schedule.expr(), plan, plan.total.count());
}

CurvePtr Resolver::run() {
  const std::vector<Expr> items =
      expr_.kind == Expr::Kind::kThen ? expr_.items : std::vector<Expr>{expr_};
  return build_sequence(items, {.plan = plan_}, plan_.total.count(), true);
}

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
  const Entry& entry = entry_of(expr);
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
  const Entry& entry = entry_of(call);
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

CurvePtr Resolver::build(const Expr& expr, const Scope& scope, std::int64_t room) {
  switch (expr.kind) {
    case Expr::Kind::kThen:
      return build_sequence(expr.items, scope, room, false);
    case Expr::Kind::kProduct:
      return build_product(expr, scope, room);
    case Expr::Kind::kByEpoch: {
      list_piece(expr, scope, room);
      const Expr& inner = expr.items[0];
      Scope inside = scope;
      inside.depth += 1;
      inside.listed = scope.listed && !inner.is_name();
      return make_staircase(build(inner, inside, room), plan_.updates_per_epoch.count());
    }
    default:
      return build_call(expr, scope, room);
  }
}

Resolver::Shares Resolver::share(const std::vector<Expr>& items,
                                 const Scope& scope,
                                 std::int64_t room) const {
  demand_of_sequence(items, scope);  // at most one open piece
  Shares shares;
  std::vector<double> fixed;
  for (const Expr& item : items) {
    shares.demands.push_back(demand(item, scope));
    if (shares.demands.back()) {
      fixed.push_back(*shares.demands.back());
    }
  }
  double sum = 0.0;
  for (const double length : fixed) {
    sum += length;
  }
  const double nearest = std::round(sum);  // 33.3 % + 33.3 % + 33.4 % may miss 100 % by an ulp
  sum = std::abs(sum - nearest) <= 1e-12 * sum ? nearest : sum;
  shares.open = fixed.size() < items.size();
  shares.end = fitted(sum, room);
  const std::vector<std::int64_t> whole = apportion(fixed, shares.end);
  std::size_t next = 0;
  for (const std::optional<double>& length : shares.demands) {
    shares.lengths.push_back(length ? whole[next++] : std::max<std::int64_t>(room - shares.end, 0));
  }
  return shares;
}

CurvePtr Resolver::build_sequence(const std::vector<Expr>& items,
                                  const Scope& scope,
                                  std::int64_t room,
                                  bool covers_run) {
  const auto [demands, lengths, end, open] = share(items, scope, room);
  if (end > room || (covers_run && !open && end < room)) {
    check_cover(items, demands, scope, end, room, open);
  }

  std::vector<std::int64_t> begins;
  std::vector<CurvePtr> curves;
  std::int64_t begin = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::int64_t length = lengths[i];
    if (length == 0) {
      if (demands[i] && *demands[i] > 0.0) {
        throw spec::SpecError(
            join_text(spec::brief(items[i]), " would last ", *demands[i],
                      " updates, which rounds to 0: lengthen it, or leave it out"),
            items[i].location);
      }
      if (items[i].is_name() && items[i].text == "warmup") {
        warn(join_text(spec::brief(items[i]),
                       " has 0 updates: the first update already uses the full rate (leave it "
                       "out, or write what was meant)"));
      } else if (!demands[i]) {
        warn(join_text(spec::brief(items[i]), " gets no update: the other pieces take all ", room,
                       " (shorten one of them)"));
      }
      continue;
    }
    Scope inside = scope;
    inside.begin = scope.begin == kNowhere ? kNowhere : scope.begin + begin;
    begins.push_back(begin);
    curves.push_back(build(items[i], inside, length));
    begin += length;
  }
  if (curves.empty()) {
    throw spec::SpecError("a sequence without a single update: lengthen a piece",
                          items.front().location);
  }
  return make_sequence(std::move(begins), std::move(curves));
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

CurvePtr Resolver::build_product(const Expr& expr, const Scope& scope, std::int64_t room) {
  list_piece(expr, scope, room);
  // Multiplication of doubles is not associative: a fixed order makes a * b * c == c * b * a.
  std::vector<std::pair<std::string, CurvePtr>> factors;
  Scope inside = scope;
  inside.depth += 1;
  for (const Expr& factor : expr.items) {
    const std::optional<double> exact = demand(factor, scope);
    if (exact && *exact == 0.0) {
      continue;  // as if absent
    }
    const std::int64_t length = exact ? fitted(*exact, room) : room;
    if (length == 0) {
      throw spec::SpecError(join_text(spec::brief(factor), " would last ", *exact,
                                      " updates, which rounds to 0: lengthen it, or leave it out"),
                            factor.location);
    }
    if (length > room) {
      check_cover({factor}, {exact}, scope, length, room, false);
    }
    factors.emplace_back(spec::print(factor), build(factor, inside, length));
  }
  std::stable_sort(factors.begin(), factors.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<CurvePtr> curves;
  curves.reserve(factors.size());
  for (auto& factor : factors) {
    curves.push_back(std::move(factor.second));
  }
  return make_product(std::move(curves));
}

CurvePtr Resolver::build_call(const Expr& call, const Scope& scope, std::int64_t room) {
  list_piece(call, scope, room);
  const Entry& entry = entry_of(call);
  const spec::Arguments arguments = spec::bind(call, entry.signature);
  ResolverPlace place(*this, scope, call, room);
  return entry.curve(arguments, place);
}

void Resolver::list_piece(const Expr& expr, const Scope& scope, std::int64_t length) {
  if (scope.listed && scope.begin != kNowhere) {
    pieces.push_back({.text = spec::print(expr),
                      .begin = Step(scope.begin),
                      .length = Steps(length),
                      .depth = scope.depth});
  }
}

void Resolver::warn(const std::string& text) {
  if (std::find(warnings.begin(), warnings.end(), text) == warnings.end()) {
    warnings.push_back(text);
  }
}

std::optional<spec::Number> written_length(const Expr& call) {
  if (!call.is_name()) {
    return std::nullopt;
  }
  const Entry& entry = entry_of(call);
  const spec::Arguments arguments = spec::bind(call, entry.signature);
  if (entry.length == LengthRule::kOwn) {
    return arguments.length("length");
  }
  if (entry.length == LengthRule::kFor && arguments.given("for")) {
    return arguments.length("for");
  }
  return std::nullopt;
}

}  // namespace anneal
