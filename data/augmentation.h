#pragma once

#include <cstdint>

#include "core/scalar.h"
#include "core/shape.h"

namespace anneal {

/// How images are changed at random every time they are seen in training.
///
/// Units: pixels of the samples, after any pooling. What is moved in or cut out is 0: the mean
/// after normalisation.
/// Differs from: torchvision, whose RandomCrop fills with black before normalisation.
struct Augmentation {
  Index shift = 0;    // move by up to so many pixels in each direction
  bool flip = false;  // mirror left and right, every second time
  Index cutout = 0;   // side of a square to blank out, about a random pixel

  bool none() const { return shift == 0 && !flip && cutout == 0; }
  friend bool operator==(const Augmentation&, const Augmentation&) = default;
};

/// What a change of one image is drawn from: its row in the data set, the epoch, the run's seed.
struct AugmentationKey {
  std::uint64_t seed = 0;
  std::uint64_t epoch = 0;
  std::uint64_t row = 0;
};

/// One change of an image of H x W pixels:
///
///   out(y, x) = 0 if (y, x) is in the square [top, top + cutout) x [left, left + cutout)
///               in(y - down, x' - right), 0 outside;  x' = W - 1 - x if mirrored, else x
struct ImageChange {
  Index down = 0;
  Index right = 0;
  bool mirrored = false;
  Index top = 0;
  Index left = 0;
};

}  // namespace anneal

namespace anneal { inline namespace ANNEAL_PRECISION {

/// The change of one image: a pure function of its arguments. down and right are uniform in
/// {-shift, ..., shift}, the square's centre is a uniform pixel (so part of it may lie outside).
/// Stream: "augment". Every number is drawn whether it is used or not: switching one change on
/// leaves the others as they were.
/// Source: cutout: DeVries and Taylor 2017 (arXiv:1708.04552).
ImageChange draw_change(const Augmentation& augmentation,
                        Index height,
                        Index width,
                        const AugmentationKey& key);

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
