#include "models/problems/uv_model.h"

#include <cmath>

#include "core/check.h"
#include "core/ops/arithmetic.h"
#include "core/ops/reduce.h"
#include "models/problems/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// u = a + b, a - b, a + b, ... and v = a - b, a + b, a - b, ...: then |u|^2 = |v|^2 = n (a^2 + b^2)
// and u . v = n (a^2 - b^2), which give lambda = 2 (a^2 + b^2) and f = sqrt(n) (a^2 - b^2).
NamedParameters start_of(const UvModelOptions& options) {
  const auto n = static_cast<double>(options.width);
  check(options.width > 0 && options.width % 2 == 0, "uv: width must be even and > 0, got ",
        options.width);
  check(2 * std::abs(options.output) / std::sqrt(n) <= options.curvature,
        "uv: curvature must be >= 2 |output| / sqrt(width) = ",
        2 * std::abs(options.output) / std::sqrt(n), ", got ", options.curvature);
  const double sum = options.curvature / 2;
  const double difference = options.output / std::sqrt(n);
  const double a = std::sqrt((sum + difference) / 2);
  const double b = std::sqrt((sum - difference) / 2);
  Tensor u(Shape{options.width});
  Tensor v(Shape{options.width});
  for (Index i = 0; i < options.width; ++i) {
    const double sign = i % 2 == 0 ? 1 : -1;
    u.data()[i] = static_cast<Scalar>(a + sign * b);
    v.data()[i] = static_cast<Scalar>(a - sign * b);
  }
  return {{"u", Var::parameter(std::move(u)), ParameterRole::kWeight},
          {"v", Var::parameter(std::move(v)), ParameterRole::kWeight}};
}

}  // namespace

UvModel::UvModel(const UvModelOptions& options) : Problem(start_of(options), 0.0) {}

double UvModel::curvature() const {
  double squares = 0;
  for (const NamedParameter& entry : parameters()) {
    // In double: a float sum of 2 n squares would lose digits of lambda.
    for (const double value : entry.var.value().values()) {
      squares += value * value;
    }
  }
  return squares / static_cast<double>(parameter(0).value().size());
}

Var UvModel::compute(const Context& /*context*/) const {
  const auto n = static_cast<Scalar>(parameter(0).value().size());
  const Var f = sum(parameter(0) * parameter(1)) / std::sqrt(n);
  return f * f * Scalar{0.5};
}

ProblemEntry uv_entry() {
  return {
      {.name = "uv",
       .parameters = {{.name = "width",
                       .kind = spec::ValueKind::kInteger,
                       .default_text = "512",
                       .range = spec::at_least(2),
                       .help = "n, even"},
                      {.name = "curvature",
                       .default_text = "2",
                       .range = spec::above(0),
                       .help = "lambda at the start"},
                      {.name = "output", .default_text = "1", .help = "f at the start"}},
       .formula = "f^2 / 2, f = u . v / sqrt(n)",
       .help = "two-layer linear network: the catapult",
       .source = "Lewkowycz et al. 2020 (arXiv:2003.02218)"},
      [](const spec::Arguments& arguments) -> std::unique_ptr<Problem> {
        return std::make_unique<UvModel>(UvModelOptions{.width = arguments.integer("width"),
                                                        .curvature = arguments.number("curvature"),
                                                        .output = arguments.number("output")});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
