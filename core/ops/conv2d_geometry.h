#pragma once

#include "core/shape.h"

namespace anneal {

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

}  // namespace anneal
