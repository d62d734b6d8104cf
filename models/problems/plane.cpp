#include "models/problems/plane.h"

#include "core/check.h"
#include "core/ops/arithmetic.h"
#include "core/ops/layout.h"
#include "core/text.h"
#include "models/problems/catalogue.h"

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

namespace {

spec::Parameter start_parameter(const char* default_text) {
  return {.name = "start",
          .kind = spec::ValueKind::kNumbers,
          .default_text = default_text,
          .help = "where it begins: [x, y]"};
}

PlaneStart plane_start(const spec::Arguments& arguments) {
  const std::vector<double> start = arguments.numbers("start");
  if (start.size() != 2) {
    throw arguments.error("start", join_text("needs two numbers [x, y], got ", start.size()));
  }
  return {.x = start[0], .y = start[1]};
}

std::unique_ptr<Problem> make_plane(PlaneProblem::Function function,
                                    const spec::Arguments& arguments,
                                    const std::vector<std::vector<double>>& minima) {
  return std::make_unique<PlaneProblem>(function, plane_start(arguments), minima);
}

}  // namespace

ProblemEntry rosenbrock_entry() {
  return {
      {.name = "rosenbrock",
       .parameters = {{.name = "a", .default_text = "1", .help = "the valley's floor: (a, a^2)"},
                      {.name = "b",
                       .default_text = "100",
                       .range = spec::above(0),
                       .help = "steepness of its walls"},
                      start_parameter("[-1.2, 1]")},
       .formula = "(a - x)^2 + b (y - x^2)^2",
       .help = "a curved valley; lowest at (1, 1)",
       .source = "Rosenbrock 1960"},
      [](const spec::Arguments& arguments) -> std::unique_ptr<Problem> {
        const RosenbrockOptions options{.a = arguments.number("a"), .b = arguments.number("b")};
        return std::make_unique<RosenbrockProblem>(options, plane_start(arguments));
      }};
}

ProblemEntry beale_entry() {
  return {{.name = "beale",
           .parameters = {start_parameter("[1, 1]")},
           .formula = "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
           .help = "plateaus and a steep rim; lowest at (3, 0.5)",
           .source = "Beale 1958"},
          [](const spec::Arguments& arguments) {
            return make_plane(beale, arguments, {{3, 0.5}});
          }};
}

ProblemEntry himmelblau_entry() {
  return {{.name = "himmelblau",
           .parameters = {start_parameter("[0, 0]")},
           .formula = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
           .help = "four valleys of equal depth, one at (3, 2)",
           .source = "Himmelblau 1972"},
          [](const spec::Arguments& arguments) {
            return make_plane(himmelblau, arguments,
                              {{3, 2},
                               {-2.805118086952745, 3.131312518250573},
                               {-3.779310253377747, -3.2831859912861696},
                               {3.5844283403304917, -1.8481265269644036}});
          }};
}

ProblemEntry booth_entry() {
  return {{.name = "booth",
           .parameters = {start_parameter("[0, 0]")},
           .formula = "(x + 2 y - 7)^2 + (2 x + y - 5)^2",
           .help = "a tilted bowl with curvatures 2 and 18; lowest at (1, 3)"},
          [](const spec::Arguments& arguments) {
            return make_plane(booth, arguments, {{1, 3}});
          }};
}

ProblemEntry saddle_entry() {
  return {{.name = "saddle",
           .parameters = {start_parameter("[1, 0.001]")},
           .formula = "x^2 - y^2",
           .help = "a saddle at (0, 0), unbounded below along y"},
          [](const spec::Arguments& arguments) { return make_plane(saddle, arguments, {}); }};
}

}}  // namespace anneal::ANNEAL_PRECISION
