#include <algorithm>
#include <utility>

#include "core/spec/bind.h"
#include "schedulers/catalogue.h"
#include "schedulers/natural_length.h"
#include "schedulers/plan.h"
#include "schedulers/resolver.h"

namespace anneal {
namespace {

using spec::Expr;

// Parts of an expansion were not written by anyone: errors point at the shorthand.
Expr located_at(const spec::Location& location, Expr expr) {
  expr.location = location;
  for (Expr& item : expr.items) {
    item = located_at(location, std::move(item));
  }
  for (spec::Argument& argument : expr.arguments) {
    argument.value = located_at(location, std::move(argument.value));
    argument.name_location = location;
  }
  return expr;
}

class Expander final {
 public:
  Expander(const Schedule& schedule, const RunPlan& plan)
      : plan_(plan), functions_(schedule.functions()), vocabulary_(schedule.vocabulary()) {}

  Schedule expanded(const Expr& expr) {
    Expr result = expand(expr, plan_.total.count(), 0);
    return Schedule(std::move(result), functions_, vocabulary_);
  }

 private:
  // Every part is told how many updates are available to it: a shorthand may stand for something
  // else in a short place (torch.CosineAnnealingLR climbs again after T_max). `depth` counts
  // shorthands that stand for shorthands.
  Expr expand(const Expr& expr, std::int64_t available, int depth) {
    if (expr.is_name()) {
      return expand_call(expr, available, depth);
    }
    Expr result(expr.kind, expr.location);
    if (expr.kind == Expr::Kind::kByEpoch) {
      result.items.push_back(expand(expr.items[0], within(expr.items[0], available), depth));
      return result;
    }
    const bool sequence = expr.kind == Expr::Kind::kThen;
    const std::vector<std::int64_t> lengths =
        sequence ? lay_out(expr.items, scale(), available).lengths : std::vector<std::int64_t>();
    for (std::size_t i = 0; i < expr.items.size(); ++i) {
      const Expr& item = expr.items[i];
      const std::int64_t length = sequence ? lengths[i] : within(item, available);
      append_flat(result.items, expr.kind, expand(item, length, depth));
    }
    return result;
  }

  Expr expand_call(const Expr& call, std::int64_t available, int depth) {
    constexpr int kDeepestExpansion = 16;  // a mistake in a table must not recurse for ever
    const ScheduleEntry& entry = vocabulary_.entry_of(call);
    if (depth < kDeepestExpansion) {
      if (const Expansion meaning = meaning_of(call, entry, available)) {
        const Expr full =
            expand(located_at(call.location, adopted(*meaning)), available, depth + 1);
        const spec::Arguments written = spec::bind(call, entry.signature);
        const bool has_length =
            !entry.length_argument.empty() && written.given(entry.length_argument);
        return has_length ? with_length(full, written.length(entry.length_argument)) : full;
      }
    }
    return expand_inner(call, entry, available, depth);
  }

  // What a shorthand stands for; nothing for a word that is a curve.
  Expansion meaning_of(const Expr& call, const ScheduleEntry& entry, std::int64_t available) const {
    if (entry.expand == nullptr && entry.expand_inner == nullptr) {
      return std::nullopt;
    }
    spec::Arguments arguments = spec::bind(call, entry.signature);
    if (!entry.length_argument.empty() && !arguments.given(entry.length_argument)) {
      Expr told = call;
      told.arguments.push_back(
          {.name = entry.length_argument,
           .value = spec::number(static_cast<double>(available), spec::Unit::kUpdates)});
      arguments = spec::bind(told, entry.signature);
    }
    if (entry.expand != nullptr) {
      return entry.expand(arguments, plan_);
    }
    Expr copy = call;
    std::vector<Schedule> inner;
    for (const Expr* schedule : inner_schedules(copy, entry)) {
      inner.push_back(part(*schedule));
    }
    return entry.expand_inner(arguments, plan_, inner);
  }

  // A word around a schedule stays, and what is in it is expanded.
  Expr expand_inner(const Expr& call,
                    const ScheduleEntry& entry,
                    std::int64_t available,
                    int depth) {
    Expr result = call;
    const std::vector<Expr*> schedules = inner_schedules(result, entry);
    if (schedules.empty() || entry.inner.own_run) {
      return result;
    }
    const spec::Arguments arguments = spec::bind(call, entry.signature);
    const bool slowed = !entry.inner.slowdown_argument.empty();
    const double by = slowed ? arguments.number(entry.inner.slowdown_argument) : 1.0;
    const double skip = entry.inner.skip_argument.empty()
                            ? 0.0
                            : exact_updates(arguments.length(entry.inner.skip_argument), plan_);
    const auto on_own_clock = static_cast<double>(available) / by + skip;
    for (Expr* inner : schedules) {
      const Expr before = *inner;
      *inner = expand(before, std::max<std::int64_t>(rounded(on_own_clock), 1), depth);
      // An expansion was cut to the updates there are; stretched, it would miss them by rounding.
      if (slowed && *inner != before && natural_length(*inner, scale())) {
        *inner = located_at(call.location, adopted(open(part(*inner))));
      }
    }
    return result;
  }

  // The expansion of a shorthand that was given a length of its own.
  Expr with_length(const Expr& expr, const spec::Number& length) {
    const std::optional<double> exact = natural_length(expr, scale());
    if (exact && *exact == exact_updates(length, plan_)) {
      return expr;
    }
    if (const std::optional<Schedule> longer = part(expr).with_length(Length::of(length))) {
      return longer->expr();
    }
    Expr schedule = expr;
    if (expr.is_name() && vocabulary_.entry_of(expr).opens) {
      const Expr inner = *inner_schedules(schedule, vocabulary_.entry_of(expr)).front();
      schedule = inner;  // not in one line: assigning a part of itself frees what is read
    }
    return located_at(expr.location,
                      adopted(window(part(schedule), {.length = Length::of(length)})));
  }

  TimeScale scale() const { return {vocabulary_, plan_}; }

  std::int64_t within(const Expr& part, std::int64_t available) const {
    const std::optional<double> exact = natural_length(part, scale());
    return exact ? rounded_within(*exact, available) : available;
  }

  Schedule part(const Expr& expr) const { return Schedule(expr, functions_, vocabulary_); }

  // The expression of a schedule made meanwhile, with indices into functions_.
  Expr adopted(const Schedule& made) {
    vocabulary_.add(made.vocabulary());
    if (made.functions() == functions_) {
      return made.expr();
    }
    Expr expr = shift_functions(made.expr(), vocabulary_, functions_.size());
    functions_.insert(functions_.end(), made.functions().begin(), made.functions().end());
    return expr;
  }

  RunPlan plan_;
  std::vector<StepFunctionPtr> functions_;
  Vocabulary vocabulary_;
};

}  // namespace

Schedule expand(const Schedule& schedule, const RunPlan& plan) {
  return Expander(schedule, plan).expanded(schedule.expr());
}

}  // namespace anneal
