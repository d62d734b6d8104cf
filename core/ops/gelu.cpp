#include "core/ops/gelu.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <type_traits>

#include <Eigen/Core>

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr Index kBlock = 256;  // numbers at a time: their exponentials stay in the first cache
using Block = Eigen::Array<Scalar, kBlock, 1>;

constexpr auto kInverseSqrt2Pi =
    static_cast<Scalar>(std::numbers::inv_sqrtpi / std::numbers::sqrt2);

// The polynomial of the header, from the constant term up, and the range that it was made for.
struct FloatTail {
  static constexpr double kMiddle = 4;
  static constexpr double kLast = 14;  // Phi(-14) is below the smallest float
  static constexpr double kCoefficients[] = {
      0.7552851383,    -0.6078966183, 0.3871366841,   -0.1865226849,   0.06040668873,
      -0.007529250703, -0.0035261837, 0.001572317879, 0.0002012617303, -0.0001201844011};
};
struct DoubleTail {
  static constexpr double kMiddle = 5;
  static constexpr double kLast = 39;  // Phi(-39) is below the smallest double
  static constexpr double kCoefficients[] = {
      0.769193049750062966,     -0.665382502890056787,     0.495305615969974136,
      -0.313533156671297106,    0.165020366170500695,      -0.069118638706479819,
      0.0207950667975698564,    -0.00299337676909447282,   -0.000797869374891193326,
      0.000544899062695852058,  -0.0000593758661673607092, -0.0000497628531650301359,
      0.0000166817036097726794, 3.98118274153257746e-6,    -2.77032094414695228e-6,
      -3.37496520352463191e-7,  4.34439072637645847e-7,    4.37584159828557488e-8,
      -6.66752933922757159e-8,  -1.06182741742393764e-8,   7.63041041787318234e-9,
      2.22493876771644329e-9};
};

// Phi(-u) / exp(-u^2 / 2) for u >= 0.
template <class Tail>
Scalar scaled_tail(Scalar u) {
  u = std::min(u, static_cast<Scalar>(Tail::kLast));
  const Scalar inverse = 1 / (u + static_cast<Scalar>(Tail::kMiddle));
  const Scalar t = (u - static_cast<Scalar>(Tail::kMiddle)) * inverse;
  Scalar p = 0;
  for (std::size_t i = std::size(Tail::kCoefficients); i-- > 0;) {
    p = p * t + static_cast<Scalar>(Tail::kCoefficients[i]);
  }
  return p * inverse;
}

template <class Tail>
void gelu_block(const Scalar* __restrict x,
                const Scalar* __restrict exponential,  // exp(-x^2 / 2)
                Index count,
                Scalar* __restrict y,
                Scalar* __restrict slope) {
  for (Index i = 0; i < count; ++i) {
    const Scalar tail = exponential[i] * scaled_tail<Tail>(std::abs(x[i]));
    const Scalar distribution = x[i] < 0 ? tail : 1 - tail;
    y[i] = x[i] * distribution;
    slope[i] = distribution + x[i] * (kInverseSqrt2Pi * exponential[i]);
  }
}

}  // namespace

GeluValues gelu_values(const Tensor& x) {
  using Tail = std::conditional_t<std::is_same_v<Scalar, float>, FloatTail, DoubleTail>;
  GeluValues values{Tensor(x.shape()), Tensor(x.shape())};
  Block exponential;
  for (Index begin = 0; begin < x.size(); begin += kBlock) {
    const Index count = std::min(kBlock, x.size() - begin);
    const Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>> in(x.data() + begin, count);
    exponential.head(count) = (Scalar(-0.5) * in.square()).exp();
    gelu_block<Tail>(in.data(), exponential.data(), count, values.y.data() + begin,
                     values.slope.data() + begin);
  }
  return values;
}

}}  // namespace anneal::ANNEAL_PRECISION
