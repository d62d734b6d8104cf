#include "models/problems/plane.h"

#include "core/check.h"
#include "core/ops/arithmetic.h"
#include "core/ops/layout.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

Var squared(const Var& x) {
  return pow(x, 2);
}

NamedParameters point_at(const PlaneStart& start) {
  const Tensor point({2}, {static_cast<Scalar>(start.x), static_cast<Scalar>(start.y)});
  return {{"point", Var::parameter(point), ParameterRole::kWeight}};
}

Var coordinate(const Var& point, Index i) {
  return slice(point, {.axis = 0, .begin = i, .end = i + 1});
}

}  // namespace

Var rosenbrock(const Var& x, const Var& y, const RosenbrockOptions& options) {
  return squared(static_cast<Scalar>(options.a) - x) +
         static_cast<Scalar>(options.b) * squared(y - squared(x));
}

Var beale(const Var& x, const Var& y) {
  const auto term = [&](double c, Scalar power) {
    return squared(static_cast<Scalar>(c) - x + x * pow(y, power));
  };
  return term(1.5, 1) + term(2.25, 2) + term(2.625, 3);
}

Var himmelblau(const Var& x, const Var& y) {
  return squared(squared(x) + y - Scalar{11}) + squared(x + squared(y) - Scalar{7});
}

Var booth(const Var& x, const Var& y) {
  return squared(x + Scalar{2} * y - Scalar{7}) + squared(Scalar{2} * x + y - Scalar{5});
}

Var saddle(const Var& x, const Var& y) {
  return squared(x) - squared(y);
}

PlaneProblem::PlaneProblem(Function function,
                           const PlaneStart& start,
                           const std::vector<std::vector<double>>& minima)
    : Problem(point_at(start), minima.empty() ? std::nullopt : std::optional(0.0), minima),
      function_(function) {
  check(function != nullptr, "problem: the function is missing");
}

Var PlaneProblem::compute(const Context& /*context*/) const {
  return function_(coordinate(parameter(0), 0), coordinate(parameter(0), 1));
}

RosenbrockProblem::RosenbrockProblem(const RosenbrockOptions& options, const PlaneStart& start)
    : Problem(point_at(start), 0.0, {{options.a, options.a * options.a}}), options_(options) {
  check(options.b > 0, "rosenbrock: b must be > 0, got ", options.b);
}

Var RosenbrockProblem::compute(const Context& /*context*/) const {
  return rosenbrock(coordinate(parameter(0), 0), coordinate(parameter(0), 1), options_);
}

}}  // namespace anneal::ANNEAL_PRECISION
