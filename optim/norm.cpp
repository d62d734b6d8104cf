#include "optim/norm.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

/// The sum of term(v) over all values.
template <class Term>
double sum_of(std::span<const Scalar> values, Term term) {
  // Independent partial sums: the compiler may not reorder one sum, but it can vectorise these.
  constexpr std::size_t kLanes = 16;
  std::array<double, kLanes> partial{};
  const Scalar* v = values.data();
  const std::size_t whole = values.size() / kLanes * kLanes;
  for (std::size_t i = 0; i < whole; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      partial[lane] += term(static_cast<double>(v[i + lane]));
    }
  }
  for (std::size_t i = whole; i < values.size(); ++i) {
    partial[i - whole] += term(static_cast<double>(v[i]));
  }
  double total = 0.0;
  for (const double one : partial) {
    total += one;
  }
  return total;
}

}  // namespace

double sum_of_squares(std::span<const Scalar> values) {
  return sum_of(values, [](double v) { return v * v; });
}

double sum_of_magnitudes(std::span<const Scalar> values) {
  return sum_of(values, [](double v) { return std::abs(v); });
}

double sum(std::span<const Scalar> values) {
  return sum_of(values, [](double v) { return v; });
}

}}  // namespace anneal::ANNEAL_PRECISION
