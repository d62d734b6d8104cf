#include "core/ops/max_pool2d_halving.h"

#include <algorithm>

#include "core/simd.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// `length` numbers as one vector. Written with vectors because the compiler makes none of loops
// that are shorter than its own; rows of 7 and 14 have nothing else.
template <Index length>
struct Lanes {
  using Numbers [[gnu::vector_size(length * sizeof(Scalar))]] = Scalar;
  using Positions [[gnu::vector_size(length * sizeof(Corner))]] = Corner;

  template <class V, class Element>
  static V load(const Element* from) {
    V v;
    std::memcpy(&v, from, sizeof(v));
    return v;
  }
  template <class V, class Element>
  static void store(Element* to, const V& v) {
    std::memcpy(to, &v, sizeof(v));
  }

  // `length` outputs from the two rows of inputs that they see.
  static void halve(const Scalar* upper, const Scalar* lower, Scalar* out, Corner* corner) {
    Numbers best = every_other<0>(upper);
    Positions at = {};
    const auto challenge = [&](const Numbers& v, Corner position) {
      const Positions wins = (v > best) | (v != v);  // NaN wins
      best = wins ? v : best;
      at = wins ? Positions{} + position : at;
    };
    challenge(every_other<1>(upper), 1);
    challenge(every_other<0>(lower), 2);
    challenge(every_other<1>(lower), 3);
    store(out, best);
    store(corner, at);
  }

  // The adjoint: every g goes to the corner that won, the other three get 0.
  static void spread(const Scalar* g, const Corner* corner, Scalar* upper, Scalar* lower) {
    const Numbers slope = load<Numbers>(g);
    const Positions at = load<Positions>(corner);
    const auto share = [&](Corner position) -> Numbers {
      return at == position ? slope : Numbers{};
    };
    store_pairs(upper, share(0), share(1));
    store_pairs(lower, share(2), share(3));
  }

 private:
  using Sequence = std::make_integer_sequence<int, length>;

  // from[first], from[first + 2], ...
  template <int first>
  static Numbers every_other(const Scalar* from) {
    const Numbers a = load<Numbers>(from);
    const Numbers b = load<Numbers>(from + length);
    return [&]<int... i>(std::integer_sequence<int, i...>)->Numbers {
      return __builtin_shufflevector(a, b, (first + 2 * i)...);
    }
    (Sequence());
  }

  // a[0], b[0], a[1], b[1], ...
  static void store_pairs(Scalar* to, const Numbers& a, const Numbers& b) {
    [&]<int... i>(std::integer_sequence<int, i...>) {
      constexpr int n = length;
      const Numbers first = __builtin_shufflevector(a, b, (i / 2 + i % 2 * n)...);
      const Numbers second = __builtin_shufflevector(a, b, ((n + i) / 2 + (n + i) % 2 * n)...);
      store(to, first);
      store(to + n, second);
    }
    (Sequence());
  }
};

}  // namespace

HalvedPlanes max_pool2d_halving(const Tensor& x) {
  const Shape& in = x.shape();
  const Index W = in[3];
  const Index rows = in[2] / 2;
  const Index columns = W / 2;
  HalvedPlanes out{Tensor(in.with(2, rows).with(3, columns)), {}};
  out.corners.resize(out.values.size());
  const Scalar* plane = x.data();
  Index o = 0;
  for (Index p = 0; p < in[0] * in[1]; ++p, plane += in[2] * W) {
    for (Index i = 0; i < rows; ++i, o += columns) {
      const Scalar* upper = plane + 2 * i * W;
      for_each_block(columns, [&](Index j, auto length) {
        Lanes<length>::halve(upper + 2 * j, upper + W + 2 * j, out.values.data() + o + j,
                             out.corners.data() + o + j);
      });
    }
  }
  return out;
}

Tensor max_pool2d_halving_backward(const Shape& input, const Corners& corners, const Tensor& g) {
  const Index W = input[3];
  const Index rows = g.shape()[2];
  const Index columns = g.shape()[3];
  Tensor dx(input);
  Scalar* plane = dx.data();
  Index o = 0;
  for (Index p = 0; p < input[0] * input[1]; ++p, plane += input[2] * W) {
    for (Index i = 0; i < rows; ++i, o += columns) {
      Scalar* upper = plane + 2 * i * W;
      for_each_block(columns, [&](Index j, auto length) {
        Lanes<length>::spread(g.data() + o + j, corners.data() + o + j, upper + 2 * j,
                              upper + W + 2 * j);
      });
      if (W % 2 == 1) {  // no window sees the last column
        upper[W - 1] = 0;
        upper[2 * W - 1] = 0;
      }
    }
    std::fill(plane + 2 * rows * W, plane + input[2] * W, Scalar(0));
  }
  return dx;
}

}}  // namespace anneal::ANNEAL_PRECISION
