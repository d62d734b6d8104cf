#include "models/problems/quadratic.h"

#include <algorithm>
#include <cmath>

#include "core/check.h"
#include "core/ops/arithmetic.h"
#include "core/ops/reduce.h"
#include "core/rng.h"
#include "core/text.h"
#include "models/problems/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

Tensor vector_of(const std::vector<double>& values) {
  Tensor tensor(Shape{std::ssize(values)});
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
  Rng rng(derived_seed(context.seed, context.step), "noise");
  // Noise enters as the loss xi . x, whose gradient is xi: autograd then adds it to h x by itself.
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

namespace {

std::vector<spec::Parameter> quadratic_parameters() {
  return {{.name = "spectrum",
           .kind = spec::ValueKind::kNumbers,
           .default_text = "[1, 0.1]",
           .help = "curvatures: quadratic(1, 0.3, 0.1)",
           .rest = true,
           .positional = true},
          {.name = "terms",
           .kind = spec::ValueKind::kInteger,
           .default_text = "none",
           .range = spec::between(1, 1e7),
           .help = "instead of a spectrum: h_i = i^-power for i = 1, ..., terms",
           .optional = true},
          {.name = "power", .default_text = "1", .help = "of the generated spectrum"},
          {.name = "start",
           .kind = spec::ValueKind::kNumbers,
           .default_text = "[1]",
           .help = "where it begins; one number stands for all"}};
}

std::vector<spec::Parameter> noisy_parameters() {
  std::vector<spec::Parameter> parameters = quadratic_parameters();
  parameters.push_back({.name = "noise",
                        .default_text = "1",
                        .range = spec::at_least(0),
                        .help = "deviation of the gradient noise of one sample"});
  parameters.push_back({.name = "batch",
                        .default_text = "1",
                        .range = spec::above(0),
                        .help = "samples that the noise is averaged over"});
  parameters.push_back({.name = "shape",
                        .kind = spec::ValueKind::kWord,
                        .default_text = "hessian",
                        .choices = {"hessian", "identity"},
                        .help = "variance noise^2 h_i / batch, or noise^2 / batch"});
  return parameters;
}

QuadraticOptions quadratic_options(const spec::Arguments& arguments) {
  QuadraticOptions options{.spectrum = arguments.numbers("spectrum"),
                           .start = arguments.numbers("start")};
  if (arguments.has("terms")) {
    if (arguments.given("spectrum")) {
      throw arguments.error("terms", "give a spectrum or terms, not both");
    }
    options.spectrum = power_spectrum(arguments.integer("terms"), arguments.number("power"));
  }
  if (options.start.size() != 1 && options.start.size() != options.spectrum.size()) {
    throw arguments.error("start", join_text("needs one number or ", options.spectrum.size(),
                                             ", got ", options.start.size()));
  }
  return options;
}

}  // namespace

ProblemEntry quadratic_entry() {
  return {{.name = "quadratic",
           .parameters = quadratic_parameters(),
           .formula = "1/2 sum_i h_i x_i^2",
           .help = "a bowl with any curvatures"},
          [](const spec::Arguments& arguments) -> std::unique_ptr<Problem> {
            return std::make_unique<Quadratic>(quadratic_options(arguments));
          }};
}

ProblemEntry noisy_quadratic_entry() {
  return {{.name = "noisy_quadratic",
           .parameters = noisy_parameters(),
           .formula = "1/2 sum_i h_i x_i^2 + sum_i xi_i x_i, xi fresh at every step",
           .help = "the noisy quadratic model of minibatch training",
           .source = "Zhang et al. 2019 (arXiv:1907.04164)"},
          [](const spec::Arguments& arguments) -> std::unique_ptr<Problem> {
            QuadraticOptions options = quadratic_options(arguments);
            options.noise = arguments.number("noise");
            options.batch = arguments.number("batch");
            options.shape =
                arguments.word("shape") == "hessian" ? NoiseShape::kHessian : NoiseShape::kIdentity;
            return std::make_unique<Quadratic>(options);
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
