#pragma once

// Convolution without a matrix of patches, and what its two kernels share; for .cpp files only.

#include <algorithm>
#include <vector>

#include "core/pool.h"
#include "core/shape.h"
#include "core/simd.h"
#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// The sizes of one convolution, in the letters of conv2d.h.
struct ConvGeometry {
  Index B, C, H, W;  // input
  Index O, R, S;     // weight
  Index stride, padding;
  Index rows, columns;  // output, H' and W'

  /// What one output sees.
  Index patch() const { return C * R * S; }
  /// Of one image and output channel.
  Index pixels() const { return rows * columns; }
};

/// Convolutions without a matrix of patches: the sums of a few output channels times a few vectors
/// of neighbouring pixels stay in registers while all taps of the weight pass by.
///
/// The product of matrices in conv2d.cpp needs all patches written out first and then sees few
/// rows. GFLOP/s of both on one core with AVX-512 (Zen 5), 64 images, forward / weight / input
/// gradient, rounded:
///
///   1 -> 8,    5x5, 28x28    product  76 /  60 /  34     direct 180 / 135 /  30
///   8 -> 16,   5x5, 14x14    product  72 /  66 /  53     direct 232 / 214 / 245
///   3 -> 32,   3x3, 32x32    product 154 / 132 /  88     direct 207 / 154 /  72
///   32 -> 64,  3x3, 16x16    product 172 / 201 / 155     direct 268 / 236 / 254
///   64 -> 128, 3x3, 8x8      product 178 / 177 / 188     direct 212 / 184 / 214
///
/// So it is taken wherever it works: stride 1 and a square weight larger than the padding. (The
/// input gradient of one or three channels hardly matters: it is that of the data.)
bool conv2d_is_direct(const ConvGeometry& n);

/// y of conv2d(), for stride 1. `bias` may be without a value.
Tensor conv2d_direct(const ConvGeometry& n,
                     const Tensor& x,
                     const Tensor& weight,
                     const Tensor& bias);

/// dx: the convolution of g with the weight turned by 180 degrees, inputs and outputs exchanged.
Tensor conv2d_direct_input_gradient(const ConvGeometry& n, const Tensor& weight, const Tensor& g);

/// dweight, for stride 1.
Tensor conv2d_direct_weight_gradient(const ConvGeometry& n, const Tensor& x, const Tensor& g);

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
    offsets.reserve(n_.patch());
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

  Index count() const { return std::ssize(inputs); }

  PoolVector<Index> inputs;  ///< where the first pixel of each has its first tap
  Index pitch = 0;
  bool through = false;
};

}}  // namespace anneal::ANNEAL_PRECISION
