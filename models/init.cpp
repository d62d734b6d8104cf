#include "models/init.h"

#include <array>
#include <cmath>

#include "core/check.h"
#include "core/rng.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

struct InitName {
  std::string_view name;
  Init init;
};
constexpr std::array<InitName, 8> kInitNames{{{"default", Init::kDefault},
                                              {"he", Init::kHeNormal},
                                              {"he_normal", Init::kHeNormal},
                                              {"he_uniform", Init::kHeUniform},
                                              {"glorot", Init::kGlorotUniform},
                                              {"glorot_normal", Init::kGlorotNormal},
                                              {"glorot_uniform", Init::kGlorotUniform},
                                              {"zeros", Init::kZeros}}};

// The prefix keeps the streams of weights apart from all others under the same seed.
Rng stream_of(std::uint64_t seed, std::string_view name) {
  return {seed, "weights/" + std::string(name)};
}

Tensor drawn_uniform(const Shape& shape, double bound, std::uint64_t seed, std::string_view name) {
  Tensor values(shape);
  Rng rng = stream_of(seed, name);
  for (Scalar& value : values.values()) {
    value = static_cast<Scalar>(rng.uniform(-bound, bound));
  }
  return values;
}

}  // namespace

Init init_by_name(std::string_view name) {
  for (const InitName& entry : kInitNames) {
    if (entry.name == name) {
      return entry.init;
    }
  }
  check(false, "init: unknown initialiser \"", name,
        "\" (default, he, he_normal, he_uniform, glorot, glorot_normal, glorot_uniform or zeros)");
  return Init::kDefault;
}

Fans fans_of(const Shape& weight) {
  check(weight.rank() >= 2, "init: a weight has rank >= 2, got shape ", weight);
  Index positions = 1;
  for (int axis = 2; axis < weight.rank(); ++axis) {
    positions *= weight[axis];
  }
  return {.in = weight[1] * positions, .out = weight[0] * positions};
}

Tensor initial_normal(const Shape& shape,
                      double deviation,
                      std::uint64_t seed,
                      std::string_view name) {
  Tensor values(shape);
  Rng rng = stream_of(seed, name);
  for (Scalar& value : values.values()) {
    value = static_cast<Scalar>(deviation * rng.normal());
  }
  return values;
}

Tensor initial_weight(Init init, const Shape& shape, std::uint64_t seed, std::string_view name) {
  const Fans fans = fans_of(shape);
  const auto in = static_cast<double>(fans.in);
  const auto both = static_cast<double>(fans.in + fans.out);
  switch (init) {
    // A uniform in +-b has variance b^2 / 3: sqrt(6 / n) gives the variance 2 / n of the normal.
    // PyTorch's bound comes from kaiming_uniform_ with a = sqrt(5): sqrt(6 / ((1 + 5) fan_in)).
    case Init::kDefault:
      return drawn_uniform(shape, 1.0 / std::sqrt(in), seed, name);
    case Init::kHeNormal:
      return initial_normal(shape, std::sqrt(2.0 / in), seed, name);
    case Init::kHeUniform:
      return drawn_uniform(shape, std::sqrt(6.0 / in), seed, name);
    case Init::kGlorotNormal:
      return initial_normal(shape, std::sqrt(2.0 / both), seed, name);
    case Init::kGlorotUniform:
      return drawn_uniform(shape, std::sqrt(6.0 / both), seed, name);
    case Init::kZeros:
      break;
  }
  return Tensor::zeros(shape);
}

Tensor initial_bias(Init init, const Shape& weight, std::uint64_t seed, std::string_view name) {
  const Shape shape{weight[0]};
  if (init != Init::kDefault) {
    return Tensor::zeros(shape);
  }
  return drawn_uniform(shape, 1.0 / std::sqrt(static_cast<double>(fans_of(weight).in)), seed, name);
}

}}  // namespace anneal::ANNEAL_PRECISION
