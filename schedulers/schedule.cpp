#include "schedulers/schedule.h"

#include <utility>

#include "core/spec/bind.h"
#include "core/spec/parse.h"
#include "core/text.h"
#include "schedulers/catalogue.h"

namespace anneal {
namespace {

using spec::Expr;

// Appends `part`, or its parts if it is of the same kind: nesting changes nothing.
void append_flat(std::vector<Expr>& items, Expr::Kind kind, Expr part) {
  if (part.kind == kind) {
    for (Expr& inner : part.items) {
      items.push_back(std::move(inner));
    }
  } else {
    items.push_back(std::move(part));
  }
}

Expr canonical(const Expr& expr, std::size_t functions);

Expr canonical_call(const Expr& expr, std::size_t functions) {
  const ScheduleEntry& entry = spec::find_entry(expr, "schedule", schedule_catalogue());
  const spec::Arguments arguments = spec::bind(expr, entry.signature);
  Expr call = arguments.canonical();
  if (entry.normalise != nullptr) {
    entry.normalise(arguments, call);
  }
  if (entry.signature.name == "lambda") {
    const double index = arguments.number("function");
    if (!(index >= 0.0 && index < static_cast<double>(functions))) {
      throw arguments.error("a function has no text: this schedule can only be made in C++");
    }
  }
  if (const spec::Parameter* inner = entry.signature.find("schedule")) {
    for (spec::Argument& argument : call.arguments) {
      if (argument.name == inner->name || argument.name.empty()) {
        argument.value = canonical(argument.value, functions);
        break;
      }
    }
  }
  return call;
}

Expr canonical(const Expr& expr, std::size_t functions) {
  switch (expr.kind) {
    case Expr::Kind::kThen:
    case Expr::Kind::kProduct: {
      Expr result(expr.kind, expr.location);
      for (const Expr& item : expr.items) {
        append_flat(result.items, expr.kind, canonical(item, functions));
      }
      return result;
    }
    case Expr::Kind::kByEpoch: {
      Expr inner = canonical(expr.items.at(0), functions);
      if (inner.kind == Expr::Kind::kByEpoch) {
        return inner;
      }
      Expr result(expr.kind, expr.location);
      result.items.push_back(std::move(inner));
      return result;
    }
    case Expr::Kind::kName:
      return canonical_call(expr, functions);
    case Expr::Kind::kNumber:
      throw spec::SpecError(
          join_text("schedule: got ", spec::brief(expr), " (for a constant rate write constant(",
                    spec::brief(expr), "))"),
          expr.location);
    default:
      throw spec::SpecError(
          join_text("schedule: got ", spec::brief(expr), " (write a schedule, such as cosine)"),
          expr.location);
  }
}

Schedule combined(Expr::Kind kind, const Schedule& a, const Schedule& b) {
  std::vector<std::shared_ptr<const StepFunction>> functions = a.functions();
  functions.insert(functions.end(), b.functions().begin(), b.functions().end());
  Expr both(kind);
  both.items.push_back(a.expr());
  // Both functions go into one list, so the indices of the second one move up.
  both.items.push_back(shift_functions(b.expr(), a.functions().size()));
  return make_schedule(both, std::move(functions));
}

}  // namespace

Schedule Schedule::then(const Schedule& next) const {
  return combined(Expr::Kind::kThen, *this, next);
}

Schedule operator*(const Schedule& a, const Schedule& b) {
  return combined(Expr::Kind::kProduct, a, b);
}

Schedule Schedule::by_epoch() const {
  Expr staircase(Expr::Kind::kByEpoch);
  staircase.items.push_back(expr_);
  return make_schedule(staircase, functions_);
}

Schedule parse_schedule(std::string_view text) {
  return make_schedule(spec::parse(text));
}

std::string to_text(const Schedule& schedule) {
  return spec::print(schedule.expr());
}

Schedule make_schedule(const spec::Expr& expr,
                       std::vector<std::shared_ptr<const StepFunction>> functions) {
  Schedule result;
  result.expr_ = canonical(expr, functions.size());
  result.functions_ = std::move(functions);
  return result;
}

spec::Expr shift_functions(spec::Expr expr, std::size_t by) {
  if (expr.is_name() && expr.text == "lambda" && !expr.arguments.empty()) {
    expr.arguments[0].value.number.value += static_cast<double>(by);
  }
  for (spec::Expr& item : expr.items) {
    item = shift_functions(std::move(item), by);
  }
  for (spec::Argument& argument : expr.arguments) {
    argument.value = shift_functions(std::move(argument.value), by);
  }
  return expr;
}

}  // namespace anneal
