#pragma once

#include "core/scalar.h"
#include "core/shape.h"
#include "data/augmentation.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Where an image is read and written, and the one that comes after it: its rows are asked for in
/// step, since images lie anywhere and the processor cannot guess the next one.
struct ImagePlaces {
  const Scalar* in = nullptr;
  Scalar* out = nullptr;
  const Scalar* next = nullptr;
};

/// Writes a changed image (see ImageChange for the formula), `in` to `out`, both of the shape
/// `sample` = (C, H, W). One pass; the images must not overlap.
void change_image(const ImageChange& change,
                  Index cutout,
                  const Shape& sample,
                  const ImagePlaces& places);

}}  // namespace anneal::ANNEAL_PRECISION
