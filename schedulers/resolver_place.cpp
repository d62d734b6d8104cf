#include "schedulers/resolver_place.h"

#include <utility>

#include "core/text.h"
#include "schedulers/lengths.h"

namespace anneal {

std::int64_t ResolverPlace::whole(const spec::Arguments& arguments,
                                  const std::string& name,
                                  const spec::Number& length) const {
  const double exact = exact_updates(length, scope_.plan, scope_.slowdown);
  const std::int64_t count = rounded(exact);
  if (count == 0 && exact > 0.0) {
    throw arguments.error(name, join_text(arithmetic(length, scope_.plan, scope_.slowdown),
                                          ", which rounds to 0 updates (write at least 1it)"));
  }
  return count;
}

std::int64_t ResolverPlace::updates(const spec::Arguments& arguments,
                                    const std::string& name) const {
  return whole(arguments, name, arguments.length(name));
}

std::vector<std::int64_t> ResolverPlace::updates_each(const spec::Arguments& arguments,
                                                      const std::string& name) const {
  std::vector<std::int64_t> result;
  for (const spec::Number& length : arguments.lengths(name)) {
    result.push_back(whole(arguments, name, length));
  }
  return result;
}

CurvePtr ResolverPlace::inner(const spec::Expr& expr, std::int64_t length) {
  return inner_slowed(expr, length, 1.0);
}

CurvePtr ResolverPlace::inner_slowed(const spec::Expr& expr, std::int64_t length, double by) {
  Resolver::Scope scope = scope_;
  scope.slowdown *= by;
  scope.depth += 1;
  scope.listed = scope_.listed && !expr.is_name() && length <= length_;
  return resolver_.build(expr, scope, length);
}

std::int64_t ResolverPlace::inner_length(const spec::Expr& expr) const {
  const std::optional<double> exact = resolver_.demand(expr, scope_);
  return exact ? rounded(*exact) : -1;
}

CurvePtr ResolverPlace::cycle(const spec::Expr& expr, std::int64_t length) {
  Resolver::Scope scope = scope_;
  scope.plan.total = Steps(length);
  scope.begin = Resolver::kNowhere;
  scope.listed = false;
  const spec::Expr cycle = resolver_.expand(expr, scope.plan, length);
  const std::vector<spec::Expr> items =
      cycle.kind == spec::Expr::Kind::kThen ? cycle.items : std::vector<spec::Expr>{cycle};
  return resolver_.build_sequence(items, scope, length, true);
}

std::shared_ptr<const StepFunction> ResolverPlace::function(std::int64_t index) const {
  return resolver_.functions.at(static_cast<std::size_t>(index));
}

std::size_t ResolverPlace::add_feedback(const std::string& metric,
                                        std::shared_ptr<const FeedbackRule> rule) {
  if (scope_.begin == Resolver::kNowhere) {
    throw spec::SpecError(join_text(text(),
                                    " listens to a metric, which has no meaning inside a "
                                    "repeat: put it beside the repeat"),
                          call_.location);
  }
  resolver_.feedback.push_back({.metric = metric,
                                .begin = scope_.begin,
                                .end = scope_.begin + length_,
                                .rule = std::move(rule)});
  return resolver_.feedback.size() - 1;
}

}  // namespace anneal
