#pragma once

#include <cstdint>
#include <type_traits>
#include <vector>

#include "core/pool.h"
#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Which of the four cells of a window won: 0 1 / 2 3. As wide as Scalar, so that both fill the
/// same lanes of a vector.
using Corner = std::conditional_t<sizeof(Scalar) == 4, std::int32_t, std::int64_t>;
/// One per output.
using Corners = std::vector<Corner, PoolAllocator<Corner>>;

struct HalvedPlanes {
  Tensor values;  ///< (B, C, H/2, W/2)
  Corners corners;
};

/// Max-pooling with a window and a stride of 2 and no padding: what nearly every network uses.
///
/// The same as the general loop of max_pool2d(), bit for bit, in vector instructions and without
/// branches. The general loop took a fifth of a training step of a small convolutional network; the
/// benchmark max_pool_2x2 measures this one.
/// Shapes: x (B, C, H, W) with H, W >= 2; the last row or column of an odd extent is left out.
HalvedPlanes max_pool2d_halving(const Tensor& x);

/// The gradient with respect to the input, whose shape is `input`.
Tensor max_pool2d_halving_backward(const Shape& input, const Corners& corners, const Tensor& g);

}}  // namespace anneal::ANNEAL_PRECISION
