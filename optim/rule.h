#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/check.h"
#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

// What the rules' .cpp files share. Every update_parameter() has the same two parts:
//
//   1. A preamble in double. All that is the same for every element (bias corrections, the rate,
//      eps) is folded into a few factors, each rounded to Scalar once.
//   2. One fused loop in Scalar, for_each_element(), whose body is the formula.
//
// For Adam, with c1 = 1 - beta1^t and c2 = 1 - beta2^t,
//
//   lr (m / c1) / (sqrt(v / c2) + eps) = step m / (sqrt(v) + sqrt(c2) eps)
//   step = lr sqrt(c2) / c1
//
// so an element costs one root and one division instead of three. Factors are worked out in double
// because 1 - beta^t, for beta near 1 and small t, is a difference of nearly equal numbers, of
// which float would leave few digits.

/// What the rules check about their options: `rule` and `what` open the message.
inline void check_fraction(const char* rule, const char* what, double value) {
  check(0.0 <= value && value < 1.0, rule, ": ", what, " must be in [0, 1), got ", value);
}
inline void check_not_negative(const char* rule, const char* what, double value) {
  check(std::isfinite(value) && value >= 0.0, rule, ": ", what, " must be finite and >= 0, got ",
        value);
}
inline void check_positive(const char* rule, const char* what, double value) {
  check(std::isfinite(value) && value > 0.0, rule, ": ", what, " must be finite and > 0, got ",
        value);
}

/// A factor as the loop uses it: worked out in double, rounded here, once.
inline Scalar to_scalar(double value) {
  return static_cast<Scalar>(value);
}

/// A running mean of what the loop sees, and the weights of old and new in it.
struct RunningMean {
  /// 1 - beta is rounded from double: in float, 1 - 0.999 is off by 13 in a million.
  explicit RunningMean(double beta) : RunningMean(beta, 1.0 - beta) {}
  RunningMean(double of_old, double of_new) : old(to_scalar(of_old)), fresh(to_scalar(of_new)) {}

  /// m after one more g: beta m + (1 - beta) g
  Scalar mean(Scalar m, Scalar g) const { return old * m + fresh * g; }
  /// v after one more g: beta v + (1 - beta) g^2
  Scalar mean_square(Scalar v, Scalar g) const { return old * v + fresh * g * g; }

  Scalar old;
  Scalar fresh;
};

/// What a running mean that began at 0 is divided by after t updates: 1 - beta^t, the sum of the
/// weights of what it has seen.
inline double bias_correction(double beta, std::int64_t t) {
  return 1.0 - std::pow(beta, static_cast<double>(t));
}

/// Where eps goes in sqrt(v + inside) + outside.
struct EpsPlace {
  EpsPlace(double eps, bool is_inside)
      : inside(to_scalar(is_inside ? eps : 0.0)), outside(to_scalar(is_inside ? 0.0 : eps)) {}

  Scalar inside;
  Scalar outside;
};

/// The loop of for_each_element(). The pointers are arguments of their own, declared not to
/// overlap, and `body` is inlined: so the compiler vectorises the loop without checks at run time.
template <class Body, class... State>
void element_loop(const Body& body,
                  Index size,
                  Scalar l2,
                  Scalar* __restrict p,
                  const Scalar* __restrict g,
                  State* __restrict... state) {
  for (Index i = 0; i < size; ++i) {
    body(p[i], g[i] + l2 * p[i], state[i]...);
  }
}

/// One pass over a parameter: body(p, g + l2 p, state...) for each element.
///
/// p and the state are references, to be renewed. kState are the positions of the state's tensors
/// in RuleTraits. `body` captures Scalars by value, and ends with p = keep p - ...: weight decay
/// then has both its places, whatever the coupling.
template <std::size_t... kState, class Body>
void for_each_element(const ParameterUpdate& u, const Body& body) {
  element_loop(body, u.value->size(), to_scalar(u.l2), u.value->data(), u.gradient->data(),
               u.tensors[kState].data()...);
}

/// Rules that need a sum on the way work in blocks of this many elements, which stay in the first
/// cache: one loop over a block computes, the next one sums.
inline constexpr Index kBlock = 512;

/// The sum of v^2, of |v| and of v over `count` values, in double and in a fixed order of
/// additions.
double sum_of_squares(const Scalar* values, Index count);
double sum_of_magnitudes(const Scalar* values, Index count);
double sum(const Scalar* values, Index count);
/// The Euclidean norm of a tensor; 0 if it has no value.
double norm(const Tensor& tensor);

}}  // namespace anneal::ANNEAL_PRECISION
