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
using spec::Expr;

Resolver::Resolver(const Schedule& schedule, const RunPlan& plan)
    : functions(schedule.functions()), plan_(plan) {
  expr_ = expand(schedule.expr(), plan, plan.total.count());
}

CurvePtr Resolver::run() {
  const std::vector<Expr> items =
      expr_.kind == Expr::Kind::kThen ? expr_.items : std::vector<Expr>{expr_};
  return build_sequence(items, {.plan = plan_}, plan_.total.count(), true);
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
  const ScheduleEntry& entry = entry_of(call);
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

}  // namespace anneal
