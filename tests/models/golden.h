#pragma once

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What most tests of a forward pass mean; the modes differ for dropout and batch norm only.
inline constexpr Context kTraining{.mode = Mode::kTrain};

/// Results of PyTorch by name, from tests/golden/models.txt.
inline const std::vector<double>& golden(const std::string& name) {
  static const std::map<std::string, std::vector<double>> table = [] {
    std::map<std::string, std::vector<double>> read;
    std::ifstream file(ANNEAL_TEST_DIR "/golden/models.txt");
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::string key;
      words >> key;
      for (double number = 0; words >> number;) {
        read[key].push_back(number);
      }
    }
    return read;
  }();
  return table.at(name);
}

/// Element i is scale * (((7919 i + 104729 salt) mod 2003) / 2003 - 1/2): the generator's
/// pattern().
inline Tensor pattern(const Shape& shape, Index salt, double scale) {
  Tensor values(shape);
  for (Index i = 0; i < values.size(); ++i) {
    const auto phase = static_cast<double>((7919 * i + 104729 * salt) % 2003);
    values.data()[i] = static_cast<Scalar>(scale * (phase / 2003 - 0.5));
  }
  return values;
}

/// The generator's fill(): the k-th parameter becomes pattern(k + 1).
inline void fill_with_patterns(const Module& module) {
  Index salt = 0;
  for (NamedParameter& parameter : parameters_of(module)) {
    const Shape& shape = parameter.var.shape();
    const double fan_in =
        shape.rank() > 1 ? static_cast<double>(shape.size()) / static_cast<double>(shape[0]) : 4;
    parameter.var.mutable_value() = pattern(shape, ++salt, 3.0 / std::sqrt(fan_in));
  }
}

inline constexpr double kGoldenTolerance = std::is_same_v<Scalar, double> ? 1e-11 : 2e-5;

/// Every number within the tolerance, relative to the largest one of the row.
inline void expect_golden(const std::string& name, const std::vector<double>& numbers) {
  const std::vector<double>& expected = golden(name);
  ASSERT_EQ(numbers.size(), expected.size()) << name;
  double scale = 0;
  for (const double number : expected) {
    scale = std::max(scale, std::abs(number));
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_NEAR(numbers[i], expected[i], kGoldenTolerance * scale) << name << ", number " << i;
  }
}

inline std::vector<double> numbers_of(const Tensor& tensor) {
  return {tensor.values().begin(), tensor.values().end()};
}

/// Compares norm, product with pattern(99) and first four entries of every gradient.
inline void expect_golden_gradients(const std::string& prefix, const NamedParameters& parameters) {
  for (const NamedParameter& parameter : parameters) {
    const Tensor& g = parameter.var.grad();
    ASSERT_TRUE(g.has_value()) << parameter.name;
    const Tensor probe = pattern(g.shape(), 99, 1.0);
    double squares = 0;
    double product = 0;
    for (Index i = 0; i < g.size(); ++i) {
      const double value = g.data()[i];
      squares += value * value;
      product += value * probe.data()[i];
    }
    std::vector<double> numbers{std::sqrt(squares), product};
    numbers.insert(numbers.end(), g.data(), g.data() + std::min<Index>(4, g.size()));
    expect_golden(prefix + ".grad." + parameter.name, numbers);
  }
}

inline void expect_golden_buffers(const std::string& prefix, const NamedBuffers& buffers) {
  for (const NamedBuffer& buffer : buffers) {
    expect_golden(prefix + ".buffer." + buffer.name, numbers_of(buffer.var.value()));
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
