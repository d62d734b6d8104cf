#pragma once

#include "core/scalar.h"
#include "core/shape.h"
#include "data/augmentation.h"

namespace anneal::inline ANNEAL_PRECISION {

/// Writes a changed image (see ImageChange for the formula), `in` to `out`, both of the shape
/// `sample` = (C, H, W). One pass; the images must not overlap.
void change_image(const ImageChange& change,
                  Index cutout,
                  const Shape& sample,
                  const Scalar* in,
                  Scalar* out);

}  // namespace anneal::inline ANNEAL_PRECISION
