#include "core/ops/max_pool2d_halving.h"

#include <algorithm>

namespace anneal::inline ANNEAL_PRECISION {
namespace {

// One row of outputs from the two rows of inputs that it sees.
void halve_rows(const Scalar* __restrict upper,
                const Scalar* __restrict lower,
                Index columns,
                Scalar* __restrict out,
                std::uint8_t* __restrict corner) {
  for (Index j = 0; j < columns; ++j) {
    Scalar best = upper[2 * j];
    std::uint8_t at = 0;
    const auto challenge = [&](Scalar v, std::uint8_t position) {
      const bool wins = static_cast<int>(v > best) | static_cast<int>(v != v);  // NaN wins
      best = wins ? v : best;
      at = wins ? position : at;
    };
    challenge(upper[2 * j + 1], 1);
    challenge(lower[2 * j], 2);
    challenge(lower[2 * j + 1], 3);
    out[j] = best;
    corner[j] = at;
  }
}

// The adjoint: every g goes to the corner that won, the other three get 0.
void spread_row(const Scalar* __restrict g,
                const std::uint8_t* __restrict corner,
                Index columns,
                Scalar* __restrict upper,
                Scalar* __restrict lower) {
  for (Index j = 0; j < columns; ++j) {
    upper[2 * j] = corner[j] == 0 ? g[j] : 0;
    upper[2 * j + 1] = corner[j] == 1 ? g[j] : 0;
  }
  for (Index j = 0; j < columns; ++j) {
    lower[2 * j] = corner[j] == 2 ? g[j] : 0;
    lower[2 * j + 1] = corner[j] == 3 ? g[j] : 0;
  }
}

}  // namespace

HalvedPlanes max_pool2d_halving(const Tensor& x) {
  const Shape& in = x.shape();
  const Index W = in[3];
  const Index rows = in[2] / 2;
  const Index columns = W / 2;
  HalvedPlanes out{Tensor(in.with(2, rows).with(3, columns)), {}};
  out.corners.resize(static_cast<std::size_t>(out.values.size()));
  const Scalar* plane = x.data();
  Index o = 0;
  for (Index p = 0; p < in[0] * in[1]; ++p, plane += in[2] * W) {
    for (Index i = 0; i < rows; ++i, o += columns) {
      const Scalar* upper = plane + 2 * i * W;
      halve_rows(upper, upper + W, columns, out.values.data() + o, out.corners.data() + o);
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
      spread_row(g.data() + o, corners.data() + o, columns, upper, upper + W);
      if (W % 2 == 1) {  // no window sees the last column
        upper[W - 1] = 0;
        upper[2 * W - 1] = 0;
      }
    }
    std::fill(plane + 2 * rows * W, plane + input[2] * W, Scalar(0));
  }
  return dx;
}

}  // namespace anneal::inline ANNEAL_PRECISION
