#pragma once

// What the two kernels of direct convolution share; for .cpp files only.

#include <algorithm>
#include <vector>

#include "core/ops/conv2d_geometry.h"
#include "core/pool.h"
#include "core/simd.h"
#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

template <class T>
using PoolVector = std::vector<T, PoolAllocator<T>>;

inline Index rounded_up(Index count, Index multiple) {
  return (count + multiple - 1) / multiple * multiple;
}

/// Images with their padding written out, so that no tap falls outside.
///
/// The border is cleared once and stays. A vector may read past the last row: the slack at the end
/// is for the last image.
class PaddedImages {
 public:
  PaddedImages(const ConvGeometry& n, Index count)
      : n_(n),
        width_(n.W + 2 * n.padding),
        plane_((n.H + 2 * n.padding) * width_),
        values_(Tensor::zeros(Shape{count * n.C * plane_ + kLanes})) {}

  void fill(Index place, const Scalar* image) {
    Scalar* plane = values_.data() + place * n_.C * plane_ + n_.padding * (width_ + 1);
    for (Index c = 0; c < n_.C; ++c, plane += plane_) {
      for (Index y = 0; y < n_.H; ++y, image += n_.W) {
        copy_row(image, n_.W, plane + y * width_);
      }
    }
  }

  const Scalar* image(Index place) const { return values_.data() + place * n_.C * plane_; }
  /// Numbers of one padded image.
  Index size() const { return n_.C * plane_; }
  Index width() const { return width_; }
  /// Where tap (c, r, s) finds the input of pixel (0, 0), for all taps in the order of the weight.
  PoolVector<Index> taps() const {
    PoolVector<Index> offsets;
    offsets.reserve(static_cast<std::size_t>(n_.patch()));
    for (Index c = 0; c < n_.C; ++c) {
      for (Index r = 0; r < n_.R; ++r) {
        for (Index s = 0; s < n_.S; ++s) {
          offsets.push_back(c * plane_ + r * width_ + s);
        }
      }
    }
    return offsets;
  }

 private:
  ConvGeometry n_;
  Index width_;
  Index plane_;
  Tensor values_;
};

/// The pixels of an output plane as vectors, one after the other.
///
/// The rows of the plane are `pitch` apart and may be longer than its columns. Either they begin
/// with a vector each, or, if that takes more vectors because the rows are short, they are as far
/// apart as those of the padded image and the vectors run through them without a stop.
struct Runs {
  Runs(const ConvGeometry& n, Index padded_width) {
    const Index row = rounded_up(n.columns, kLanes);
    const Index nonstop = rounded_up((n.rows - 1) * padded_width + n.columns, kLanes);
    through = nonstop < n.rows * row;
    pitch = through ? padded_width : row;
    const Index positions = through ? nonstop : n.rows * row;
    for (Index at = 0; at < positions; at += kLanes) {
      inputs.push_back(at / pitch * padded_width + at % pitch);
    }
  }

  Index count() const { return static_cast<Index>(inputs.size()); }

  PoolVector<Index> inputs;  ///< where the first pixel of each has its first tap
  Index pitch = 0;
  bool through = false;
};

}}  // namespace anneal::ANNEAL_PRECISION
