#pragma once

#include <functional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "core/var.h"

namespace anneal {

using Inputs = std::span<const Var>;

/// One row of the table of operations: everything that ops_test.cpp checks about one of them.
struct OpCase {
  std::string name;
  std::function<Var(Inputs)> op;
  std::vector<Tensor> inputs;
  Tensor expected;
  std::vector<std::vector<Shape>> gradient_shapes;
  std::function<Var()> misuse;  ///< empty if the operation takes everything
  std::string error;
  double low = -2;  ///< range of the random inputs of the gradient check
  double high = 2;
};

/// For gtest, which would print the bytes.
inline void PrintTo(const OpCase& c, std::ostream* out) {
  *out << c.name;
}

// The table, in three files: ops_elementwise_test.cpp, ops_algebra_test.cpp (reductions, products,
// layout) and ops_learning_test.cpp (losses, convolution, pooling).
std::vector<OpCase> elementwise_cases();
std::vector<OpCase> algebra_cases();
std::vector<OpCase> learning_cases();

inline Var zeros(const Shape& shape) {
  return Var(Tensor::zeros(shape));
}

/// The matrix 1 2 3 / 4 5 6.
inline Tensor one_to_six() {
  return Tensor({2, 3}, {1, 2, 3, 4, 5, 6});
}

}  // namespace anneal
