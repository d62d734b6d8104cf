#include "data/teacher.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/check.h"
#include "core/memory.h"
#include "core/rng.h"
#include "data/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using Numbers = std::vector<double>;

Numbers normals(Rng& rng, Index count) {
  Numbers numbers(count);
  std::ranges::generate(numbers, [&] { return rng.normal(); });
  return numbers;
}

// y = W x / sqrt(columns), W row-major.
Numbers scaled_product(const Numbers& W, const Numbers& x) {
  Numbers y(W.size() / x.size());
  for (std::size_t row = 0; row < y.size(); ++row) {
    for (std::size_t column = 0; column < x.size(); ++column) {
      y[row] += W[row * x.size() + column] * x[column];
    }
    y[row] /= std::sqrt(static_cast<double>(x.size()));
  }
  return y;
}

}  // namespace

DataSplit teacher(const TeacherOptions& options) {
  const auto [n, validation, features, hidden, outputs, noise, seed] = options;
  check(n >= 1 && validation >= 1 && features >= 1 && hidden >= 1 && outputs >= 1,
        "teacher: all sizes must be at least 1, got n=", n, ", validation=", validation,
        ", features=", features, ", hidden=", hidden, ", outputs=", outputs);
  check(0.0 <= noise && noise < INFINITY, "teacher: noise must be >= 0, got ", noise);
  const auto numbers_in = static_cast<double>(features);
  const auto numbers_out = static_cast<double>(outputs);
  check_memory(sizeof(double) * static_cast<double>(hidden) * (numbers_in + numbers_out),
               "teacher: features=", features, ", hidden=", hidden, " and outputs=", outputs);
  check_memory(sizeof(Scalar) * (static_cast<double>(n) + static_cast<double>(validation)) *
                   (numbers_in + numbers_out),
               "teacher: n=", n, ", validation=", validation, ", features=", features,
               " and outputs=", outputs);
  Rng weights(seed, "teacher");
  const Numbers W1 = normals(weights, hidden * features);
  const Numbers W2 = normals(weights, outputs * hidden);

  // In double, rounded at the end, so that both precisions see the same samples.
  const auto draw = [&, noise = noise](Index count, const Shape& x_shape, const Shape& y_shape,
                                       Rng rng) {
    Dataset data{.name = "teacher", .inputs = Tensor(x_shape), .targets = Tensor(y_shape)};
    Scalar* input = data.inputs.data();
    Scalar* target = data.targets.data();
    for (Index i = 0; i < count; ++i) {
      const Numbers x = normals(rng, x_shape[1]);
      Numbers h = scaled_product(W1, x);
      std::ranges::transform(h, h.begin(), [](double a) { return std::tanh(a); });
      for (const double y : scaled_product(W2, h)) {
        *target++ = static_cast<Scalar>(y + noise * rng.normal());
      }
      input = std::ranges::transform(x, input, [](double a) { return static_cast<Scalar>(a); }).out;
    }
    return data;
  };
  return {.train = draw(n, {n, features}, {n, outputs}, Rng(seed, "train")),
          .validation = draw(validation, {validation, features}, {validation, outputs},
                             Rng(seed, "validation")),
          .loss_floor = noise * noise};
}

DataEntry teacher_entry() {
  return {{.name = "teacher",
           .parameters = {count_parameter("n", "1000", "training samples"),
                          count_parameter("validation", "1000", "validation samples"),
                          count_parameter("features", "10", "inputs"),
                          count_parameter("hidden", "16", "width of the teacher"),
                          count_parameter("outputs", "1", "targets"),
                          noise_parameter("0.1",
                                          "deviation of what is added to targets; the smallest "
                                          "mean squared error is its square"),
                          seed_parameter("seed",
                                         "of teacher and samples; the same for all seeds of a "
                                         "comparison")},
           .formula = "y = W2 tanh(W1 x / sqrt(features)) / sqrt(hidden) + noise z",
           .help = "regression: learn what a fixed random network computes",
           .source = "Saad and Solla 1995"},
          [](const spec::Arguments& arguments) {
            return teacher({.n = arguments.integer("n"),
                            .validation = arguments.integer("validation"),
                            .features = arguments.integer("features"),
                            .hidden = arguments.integer("hidden"),
                            .outputs = arguments.integer("outputs"),
                            .noise = arguments.number("noise"),
                            .seed = seed_of(arguments, "seed")});
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
