#include "core/gradcheck.h"

#include <algorithm>
#include <cmath>

#include "core/check.h"
#include "core/ops/arithmetic.h"
#include "core/ops/reduce.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// Weights between 1/2 and 3/2 that differ from element to element, so that no error can hide in a
// sum.
Tensor fixed_weights(const Shape& shape) {
  Tensor weights(shape);
  Index k = 0;
  for (Scalar& w : weights.values()) {
    w = static_cast<Scalar>(1 + 0.5 * std::sin(static_cast<double>(++k)));
  }
  return weights;
}

}  // namespace

std::string to_text(const GradcheckReport& report) {
  return join_text("input ", report.input, ", element ", report.position, ": analytic ",
                   report.analytic, ", numeric ", report.numeric, ", error ", report.error,
                   report.passed ? " (passed)" : " (failed)");
}

GradcheckReport check_gradients(const std::function<Var(std::span<const Var>)>& function,
                                std::span<const Tensor> inputs,
                                const GradcheckOptions& options) {
  check(!inputs.empty(), "gradcheck: there is no input");
  std::vector<Var> parameters;
  for (const Tensor& input : inputs) {
    parameters.push_back(Var::parameter(input));
  }
  const auto loss = [&] {
    const Var out = function(parameters);
    return sum(out * Var(fixed_weights(out.shape())));
  };
  backward(loss());

  GradcheckReport worst{.passed = true, .error = -1};
  // The differences need values alone; recording would only cost time.
  const NoGrad no_grad;
  for (std::size_t input = 0; input < parameters.size(); ++input) {
    Var& parameter = parameters[input];
    for (Index i = 0; i < parameter.value().size(); ++i) {
      Scalar& x = parameter.mutable_value().data()[i];
      const Scalar center = x;
      const double h = options.step * std::max(1.0, std::abs(static_cast<double>(center)));
      x = static_cast<Scalar>(center + h);
      const double x_above = x;  // what was stored, rounding included
      const double above = loss().value().item();
      x = static_cast<Scalar>(center - h);
      const double x_below = x;
      const double below = loss().value().item();
      x = center;

      const double numeric = (above - below) / (x_above - x_below);
      const double analytic = parameter.grad().has_value() ? parameter.grad().data()[i] : 0;
      const double error =
          std::abs(analytic - numeric) / std::max({1.0, std::abs(analytic), std::abs(numeric)});
      if (!(error <= worst.error)) {  // NaN is the worst of all
        worst = {.passed = error <= options.tolerance,
                 .input = input,
                 .position = i,
                 .analytic = analytic,
                 .numeric = numeric,
                 .error = error};
        if (std::isnan(error)) {
          return worst;
        }
      }
    }
  }
  worst.error = std::max(worst.error, 0.0);  // inputs without elements have nothing to be wrong
  return worst;
}

}}  // namespace anneal::ANNEAL_PRECISION
