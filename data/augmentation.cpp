#include "data/augmentation.h"

#include <algorithm>
#include <cstdlib>

#include "core/rng.h"
#include "core/simd.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

void prefetch_row(const Scalar* row, Index width) {
  for (Index at = 0; at < width; at += kLine) {
    __builtin_prefetch(row + at);
  }
}

void clear_row(Index count, Scalar* to) {
  for_each_block(count, [&](Index begin, auto length) {
    for (Index x = 0; x < length; ++x) {
      to[begin + x] = 0;
    }
  });
}

// Copies a short row from its end to its beginning.
void copy_row_mirrored(const Scalar* from, Index count, Scalar* to) {
  for_each_block(count, [&](Index begin, auto length) {
    const Scalar* last = from + count - 1 - begin;
    for (Index x = 0; x < length; ++x) {
      to[begin + x] = *(last - x);
    }
  });
}

}  // namespace

ImageChange draw_change(const Augmentation& augmentation,
                        Index height,
                        Index width,
                        const AugmentationKey& key) {
  const auto [shift, flip, cutout] = augmentation;
  Rng rng(derived_seed(derived_seed(key.seed, key.epoch), key.row), "augment");
  const auto below = [&](Index n) {
    return static_cast<Index>(rng.uniform() * static_cast<double>(n));
  };
  // Every number is drawn whether it is used or not, and always in this order: switching one change
  // on leaves the others as they were.
  ImageChange change;
  change.down = below(2 * shift + 1) - shift;
  change.right = below(2 * shift + 1) - shift;
  change.mirrored = rng.uniform() < 0.5 && flip;
  change.top = below(height) - cutout / 2;
  change.left = below(width) - cutout / 2;
  return change;
}

void change_image(const ImageChange& change,
                  Index cutout,
                  const Shape& sample,
                  const ImagePlaces& places) {
  const Index height = sample[1];
  const Index width = sample[2];
  // Columns of `in` that stay, and where they end up; zeros on one side of them.
  const Index kept = std::max<Index>(width - std::abs(change.right), 0);
  const Index first = std::clamp<Index>(-change.right, 0, width);
  const Index moved = std::clamp<Index>(change.right, 0, width);
  const Index target = change.mirrored ? width - moved - kept : moved;
  const Index cut_first = std::clamp<Index>(change.left, 0, width);
  const Index cut_last = std::clamp<Index>(change.left + cutout, 0, width);
  Scalar* out = places.out;
  for (Index plane = 0; plane < sample[0]; ++plane) {
    const Scalar* in = places.in + plane * height * width;
    for (Index y = 0; y < height; ++y, out += width) {
      prefetch_row(places.next + (plane * height + y) * width, width);
      const Index from = y - change.down;
      if (from < 0 || from >= height) {
        std::fill_n(out, width, Scalar{0});
        continue;
      }
      const Scalar* row = in + from * width + first;
      if (kept < width) {
        clear_row(width, out);
      }
      change.mirrored ? copy_row_mirrored(row, kept, out + target)
                      : copy_row(row, kept, out + target);
      if (change.top <= y && y < change.top + cutout) {
        std::fill(out + cut_first, out + cut_last, Scalar{0});
      }
    }
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
