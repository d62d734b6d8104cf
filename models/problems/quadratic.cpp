#include "models/problems/quadratic.h"

#include <algorithm>
#include <cmath>

#include "core/check.h"
#include "core/ops/arithmetic.h"
#include "core/ops/reduce.h"
#include "core/rng.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

Tensor vector_of(const std::vector<double>& values) {
  Tensor tensor(Shape{static_cast<Index>(values.size())});
  std::ranges::transform(values, tensor.data(),
                         [](double value) { return static_cast<Scalar>(value); });
  return tensor;
}

NamedParameters start_of(const QuadraticOptions& options) {
  check(!options.spectrum.empty(), "quadratic: the spectrum is empty");
  std::vector<double> start = options.start;
  if (start.size() == 1) {
    start.assign(options.spectrum.size(), options.start[0]);
  }
  check(start.size() == options.spectrum.size(), "quadratic: ", start.size(),
        " numbers to start from, but ", options.spectrum.size(), " curvatures");
  return {{"point", Var::parameter(vector_of(start)), ParameterRole::kWeight}};
}

std::optional<double> lowest_of(const QuadraticOptions& options) {
  const bool falls = std::ranges::any_of(options.spectrum, [](double h) { return h < 0; });
  return falls ? std::nullopt : std::optional(0.0);
}

/// The origin, unless some direction is flat or falls.
std::vector<std::vector<double>> minima_of(const QuadraticOptions& options) {
  if (std::ranges::all_of(options.spectrum, [](double h) { return h > 0; })) {
    return {std::vector<double>(options.spectrum.size(), 0.0)};
  }
  return {};
}

}  // namespace

Quadratic::Quadratic(const QuadraticOptions& options)
    : Problem(start_of(options), lowest_of(options), minima_of(options)),
      curvatures_(vector_of(options.spectrum)) {
  check(options.noise >= 0 && options.batch > 0, "quadratic: needs noise >= 0 and batch > 0, got ",
        options.noise, " and ", options.batch);
  if (options.noise == 0) {
    return;
  }
  std::vector<double> deviations;
  for (const double h : options.spectrum) {
    const double share = options.shape == NoiseShape::kHessian ? h : 1;
    check(share >= 0, "quadratic: noise in the shape of the Hessian needs curvatures >= 0, got ",
          h);
    deviations.push_back(options.noise * std::sqrt(share / options.batch));
  }
  deviations_ = vector_of(deviations);
}

Var Quadratic::compute(const Context& context) const {
  const Var& x = parameter(0);
  Var loss = sum(curvatures_ * x * x) * Scalar{0.5};
  if (!deviations_.has_value() || context.mode == Mode::kEvaluate) {
    return loss;
  }
  Rng rng(derived_seed(context.seed, static_cast<std::uint64_t>(context.step)), "noise");
  Tensor xi = deviations_;
  for (Scalar& value : xi.values()) {
    value = static_cast<Scalar>(value * rng.normal());
  }
  return loss + sum(Var(std::move(xi)) * x);
}

std::vector<double> power_spectrum(Index terms, double power) {
  std::vector<double> spectrum;
  for (Index i = 1; i <= terms; ++i) {
    spectrum.push_back(std::pow(static_cast<double>(i), -power));
  }
  return spectrum;
}

}}  // namespace anneal::ANNEAL_PRECISION
