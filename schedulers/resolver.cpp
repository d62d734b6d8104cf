#include "schedulers/resolver.h"

#include <algorithm>
#include <utility>

#include "core/spec/bind.h"
#include "core/text.h"
#include "schedulers/plan.h"

namespace anneal {
namespace {

using spec::Expr;

spec::SpecError rounds_to_nothing(const Expr& part, double exact) {
  return spec::SpecError(join_text(spec::brief(part), " would last ", exact,
                                   " updates, which rounds to 0: lengthen it, or leave it out"),
                         part.location);
}

const char* whose_updates(const PieceScope& scope, std::int64_t available) {
  return !scope.begin                                  ? "the cycle"
         : available == scope.scale.plan.total.count() ? "the run"
                                                       : "its place";
}

}  // namespace

Resolver::Resolver(const Schedule& schedule, const RunPlan& plan) : plan_(plan) {
  const Schedule meaning = expand(schedule, plan);
  expr_ = meaning.expr();
  functions_ = meaning.functions();
  vocabulary_ = meaning.vocabulary();
}

CurvePtr Resolver::run() {
  return build_whole(expr_, {.scale = {vocabulary_, plan_}}, plan_.total.count());
}

CurvePtr Resolver::build_whole(const Expr& expr, const PieceScope& scope, std::int64_t available) {
  const bool sequence = expr.kind == Expr::Kind::kThen;
  return build_sequence(sequence ? expr.items : std::vector<Expr>{expr}, scope, available, true);
}

CurvePtr Resolver::build(const Expr& expr, const PieceScope& scope, std::int64_t available) {
  switch (expr.kind) {
    case Expr::Kind::kThen:
      return build_sequence(expr.items, scope, available, false);
    case Expr::Kind::kProduct:
      return build_product(expr, scope, available);
    case Expr::Kind::kByEpoch: {
      list_piece(expr, scope, available);
      const Expr& inner = expr.items[0];
      PieceScope inside = scope;
      inside.depth += 1;
      inside.listed = scope.listed && !inner.is_name();
      return make_staircase(build(inner, inside, available), plan_.updates_per_epoch.count());
    }
    default:
      return build_call(expr, scope, available);
  }
}

CurvePtr Resolver::build_sequence(const std::vector<Expr>& items,
                                  const PieceScope& scope,
                                  std::int64_t available,
                                  bool must_cover) {
  const SequenceLayout layout = lay_out(items, scope.scale, available);
  // Within a product or another schedule a short sequence holds its last value.
  if (layout.end > available || (must_cover && !layout.open && layout.end < available)) {
    throw does_not_fit(items, layout, scope.scale, whose_updates(scope, available), available);
  }

  std::vector<std::int64_t> begins;
  std::vector<CurvePtr> curves;
  std::int64_t begin = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::int64_t length = layout.lengths[i];
    const std::optional<double>& exact = layout.natural[i];
    if (length == 0) {
      if (exact && *exact > 0.0) {
        throw rounds_to_nothing(items[i], *exact);
      }
      warn_of_no_update(items[i], !exact, available);
      continue;
    }
    PieceScope inside{scope.scale, scope.begin, scope.depth, scope.listed};
    if (inside.begin) {
      *inside.begin += begin;
    }
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

CurvePtr Resolver::build_product(const Expr& expr,
                                 const PieceScope& scope,
                                 std::int64_t available) {
  list_piece(expr, scope, available);
  // Multiplication of doubles is not associative: a fixed order makes a * b * c == c * b * a.
  std::vector<std::pair<std::string, CurvePtr>> factors;
  PieceScope inside = scope;
  inside.depth += 1;
  for (const Expr& factor : expr.items) {
    const std::optional<double> exact = natural_length(factor, scope.scale);
    if (exact && *exact == 0.0) {
      continue;  // as if absent
    }
    const std::int64_t length = exact ? rounded_within(*exact, available) : available;
    if (length == 0) {
      throw rounds_to_nothing(factor, *exact);
    }
    if (length > available) {
      throw does_not_fit({factor},
                         {.natural = {exact}, .lengths = {}, .end = length, .open = false},
                         scope.scale, whose_updates(scope, available), available);
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

CurvePtr Resolver::build_call(const Expr& call, const PieceScope& scope, std::int64_t length) {
  list_piece(call, scope, length);
  const ScheduleEntry& entry = vocabulary_.entry_of(call);
  PieceContext piece(*this, scope, call, length);
  return entry.curve(spec::bind(call, entry.signature), piece);
}

void Resolver::warn_of_no_update(const Expr& item, bool open, std::int64_t available) {
  if (item.is_name() && vocabulary_.entry_of(item).is_warmup) {
    warn(join_text(spec::brief(item),
                   " has 0 updates: the first update already uses the full rate (leave it "
                   "out, or write what was meant)"));
  } else if (open) {
    warn(join_text(spec::brief(item), " gets no update: the other pieces take all ", available,
                   " (shorten one of them)"));
  }
}

void Resolver::list_piece(const Expr& expr, const PieceScope& scope, std::int64_t length) {
  if (scope.listed && scope.begin) {
    const Expr& named = expr.kind == Expr::Kind::kByEpoch ? expr.items[0] : expr;
    pieces.push_back({.text = spec::print(expr),
                      .begin = Step(*scope.begin),
                      .length = Steps(length),
                      .depth = scope.depth,
                      .climbs_again = named.is_name() && vocabulary_.entry_of(named).climbs_again});
  }
}

void Resolver::warn(const std::string& text) {
  if (std::find(warnings.begin(), warnings.end(), text) == warnings.end()) {
    warnings.push_back(text);
  }
}

PieceContext::PieceContext(Resolver& resolver,
                           const PieceScope& scope,
                           const Expr& the_call,
                           std::int64_t updates)
    : call(the_call),
      length(updates),
      plan(scope.scale.plan),
      slowdown(scope.scale.slowdown),
      functions(resolver.functions_),
      resolver_(resolver),
      scope_(scope) {}

std::int64_t PieceContext::updates(const spec::Arguments& arguments,
                                   const std::string& name) const {
  return whole_updates(arguments, name, plan, slowdown);
}

std::vector<std::int64_t> PieceContext::updates_each(const spec::Arguments& arguments,
                                                     const std::string& name) const {
  return whole_updates_each(arguments, name, plan, slowdown);
}

std::optional<std::int64_t> PieceContext::natural_length(const Expr& inner) const {
  const std::optional<double> exact = anneal::natural_length(inner, scope_.scale);
  return exact ? std::optional(rounded(*exact)) : std::nullopt;
}

std::int64_t PieceContext::least_updates(const Expr& inner) const {
  return anneal::least_updates(inner, scope_.scale);
}

CurvePtr PieceContext::inner_curve(const Expr& inner, std::int64_t updates, double slower) {
  // A single call inside is what this call says already; more than fits would leave the table.
  return resolver_.build(inner,
                         {.scale = {resolver_.vocabulary_, plan, slowdown * slower},
                          .begin = scope_.begin,
                          .depth = scope_.depth + 1,
                          .listed = scope_.listed && !inner.is_name() && updates <= length},
                         updates);
}

CurvePtr PieceContext::cycle_curve(const Expr& inner, std::int64_t updates) {
  RunPlan cycle = plan;
  cycle.total = Steps(updates);
  const Schedule meaning =
      expand(Schedule(inner, resolver_.functions_, resolver_.vocabulary_), cycle);
  resolver_.functions_ = meaning.functions();  // the old ones first, at their old indices
  resolver_.vocabulary_ = meaning.vocabulary();
  return resolver_.build_whole(meaning.expr(),
                               {.scale = {resolver_.vocabulary_, cycle, slowdown},
                                .begin = std::nullopt,
                                .depth = scope_.depth,
                                .listed = false},
                               updates);
}

std::size_t PieceContext::add_feedback(const std::string& metric,
                                       std::shared_ptr<const FeedbackRule> rule) {
  if (!scope_.begin) {
    throw spec::SpecError(join_text(spec::brief(call),
                                    " listens to a metric, which has no meaning inside a "
                                    "repeat: put it beside the repeat"),
                          call.location);
  }
  resolver_.feedback.push_back({.metric = metric,
                                .begin = *scope_.begin,
                                .end = *scope_.begin + length,
                                .rule = std::move(rule)});
  return resolver_.feedback.size() - 1;
}

void PieceContext::warn(const std::string& text) {
  resolver_.warn(spec::brief(call) + text);
}

}  // namespace anneal
