#include "optim/rule.h"

#include <array>

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

/// The sum of term(v) over all values.
template <class Term>
double sum_of(const Scalar* v, Index count, Term term) {
  // Independent partial sums: the compiler may not reorder one sum, but it can vectorise these.
  constexpr Index kLanes = 16;
  std::array<double, kLanes> partial{};
  const Index whole = count / kLanes * kLanes;
  for (Index i = 0; i < whole; i += kLanes) {
    for (Index lane = 0; lane < kLanes; ++lane) {
      partial[lane] += term(v[i + lane]);
    }
  }
  for (Index i = whole; i < count; ++i) {
    partial[i - whole] += term(v[i]);
  }
  double total = 0.0;
  for (const double one : partial) {
    total += one;
  }
  return total;
}

}  // namespace

double sum_of_squares(const Scalar* values, Index count) {
  return sum_of(values, count, [](double v) { return v * v; });
}

double sum_of_magnitudes(const Scalar* values, Index count) {
  return sum_of(values, count, [](double v) { return std::abs(v); });
}

double sum(const Scalar* values, Index count) {
  return sum_of(values, count, [](double v) { return v; });
}

double norm(const Tensor& tensor) {
  return std::sqrt(sum_of_squares(tensor.data(), tensor.size()));
}

}}  // namespace anneal::ANNEAL_PRECISION
