#pragma once

#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "core/gradcheck.h"
#include "core/rng.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Standard normal numbers, the same for the same salt.
inline Tensor normal_tensor(const Shape& shape, std::uint64_t salt) {
  Tensor values(shape);
  Rng rng(salt, "test");
  for (Scalar& value : values.values()) {
    value = static_cast<Scalar>(rng.normal());
  }
  return values;
}

/// Checks the gradients of `function` at normal inputs of these shapes; does nothing in float,
/// where central differences have too few digits.
inline void expect_gradients(const std::function<Var(std::span<const Var>)>& function,
                             const std::vector<Shape>& shapes) {
  if (!std::is_same_v<Scalar, double>) {
    return;
  }
  std::vector<Tensor> inputs;
  std::string trace;
  for (const Shape& shape : shapes) {
    inputs.push_back(normal_tensor(shape, inputs.size() + 1));
    trace += to_text(shape) + " ";
  }
  const GradcheckReport report = check_gradients(function, inputs);
  EXPECT_TRUE(report.passed) << "inputs " << trace << ": " << to_text(report);
}

}}  // namespace anneal::ANNEAL_PRECISION
