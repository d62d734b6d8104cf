#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/node.h"
#include "core/spec/parse.h"
#include "core/var.h"
#include "optim/catalogue.h"
#include "tests/support/state_files.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

inline constexpr bool kIsDouble = std::is_same_v<Scalar, double>;

/// Gives a parameter exactly this gradient, by way of backward().
inline void set_gradient(const Var& parameter, const Tensor& gradient) {
  Var(parameter).clear_grad();
  backward(make_op("given_gradient", Tensor::scalar(0), {parameter},
                   [given = Tensor(gradient)](const Node& /*self*/, Tensor /*g*/) {
                     Gradients result;
                     result.push_back(given);
                     return result;
                   }));
}

inline NamedParameter one_parameter(Scalar value, const std::string& name = "p") {
  return {.name = name, .var = Var::parameter(Tensor({1}, {value}))};
}

inline Scalar first(const NamedParameter& parameter) {
  return parameter.var.value().data()[0];
}

inline std::unique_ptr<Optimizer> optimizer(const std::string& specification,
                                            NamedParameters parameters) {
  return make_optimizer(spec::parse(specification), std::move(parameters));
}

/// Gradients for tests: (x_n / 2^32 - 0.5), x_n a 32-bit linear congruential generator. The same as
/// in tests/golden/optim_golden.py.
class GivenGradients final {
 public:
  double next() {
    state_ = state_ * 1664525U + 1013904223U;
    return static_cast<double>(state_) / 4294967296.0 - 0.5;
  }
  Tensor tensor(const Shape& shape) {
    Tensor result(shape);
    for (Scalar& value : result.values()) {
      value = static_cast<Scalar>(next());
    }
    return result;
  }

 private:
  std::uint32_t state_ = 12345;
};

/// A small model's parameters: a matrix, a kernel of rank 4, a bias and a norm.
inline NamedParameters mixed_parameters() {
  GivenGradients numbers;
  numbers.next();
  NamedParameters parameters;
  parameters.push_back({"layers.0.weight", Var::parameter(numbers.tensor({3, 5}))});
  parameters.push_back(
      {"layers.0.bias", Var::parameter(numbers.tensor({3})), ParameterRole::kBias});
  parameters.push_back({"layers.1.weight", Var::parameter(numbers.tensor({2, 3, 2, 2}))});
  parameters.push_back(
      {"layers.2.weight", Var::parameter(numbers.tensor({4})), ParameterRole::kNorm});
  return parameters;
}

inline void set_gradients(const NamedParameters& parameters, GivenGradients& gradients) {
  for (const NamedParameter& parameter : parameters) {
    set_gradient(parameter.var, gradients.tensor(parameter.var.shape()));
  }
}

inline std::vector<Scalar> all_values(const NamedParameters& parameters) {
  std::vector<Scalar> values;
  for (const NamedParameter& parameter : parameters) {
    const auto span = parameter.var.value().values();
    values.insert(values.end(), span.begin(), span.end());
  }
  return values;
}

}}  // namespace anneal::ANNEAL_PRECISION
