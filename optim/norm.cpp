#include "optim/norm.h"

#include <array>
#include <cstddef>

namespace anneal::inline ANNEAL_PRECISION {

double sum_of_squares(std::span<const Scalar> values) {
  // Independent partial sums: the compiler may not reorder one sum, but it can vectorise these.
  constexpr std::size_t kLanes = 16;
  std::array<double, kLanes> partial{};
  const Scalar* v = values.data();
  const std::size_t whole = values.size() / kLanes * kLanes;
  for (std::size_t i = 0; i < whole; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double x = static_cast<double>(v[i + lane]);
      partial[lane] += x * x;
    }
  }
  for (std::size_t i = whole; i < values.size(); ++i) {
    const double x = static_cast<double>(v[i]);
    partial[i - whole] += x * x;
  }
  double sum = 0.0;
  for (const double one : partial) {
    sum += one;
  }
  return sum;
}

}  // namespace anneal::inline ANNEAL_PRECISION
