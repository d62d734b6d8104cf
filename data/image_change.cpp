#include "data/image_change.h"

#include <algorithm>
#include <cstdlib>
#include <span>

namespace anneal::inline ANNEAL_PRECISION {
namespace {

// One row of pixels of a changed image: `in` moved to the right, zeros moved in.
void move_pixels(std::span<const Scalar> in, Index right, std::span<Scalar> out) {
  const auto width = static_cast<Index>(in.size());
  const Index kept = std::max<Index>(width - std::abs(right), 0);
  std::ranges::fill(out, Scalar{0});
  std::copy_n(in.begin() + std::max<Index>(-right, 0), kept,
              out.begin() + std::min(std::max<Index>(right, 0), width));
}

}  // namespace

void change_image(const ImageChange& change,
                  Index cutout,
                  const Shape& sample,
                  const Scalar* in,
                  Scalar* out) {
  const Index height = sample[1];
  const Index width = sample[2];
  const Index cut_first = std::clamp<Index>(change.left, 0, width);
  const Index cut_last = std::clamp<Index>(change.left + cutout, 0, width);
  for (Index plane = 0; plane < sample[0]; ++plane) {
    for (Index y = 0; y < height; ++y, out += width) {
      const std::span<Scalar> pixels(out, static_cast<std::size_t>(width));
      const Index from = y - change.down;
      if (from < 0 || from >= height) {
        std::ranges::fill(pixels, Scalar{0});
        continue;
      }
      move_pixels({in + (plane * height + from) * width, pixels.size()}, change.right, pixels);
      if (change.mirrored) {
        std::ranges::reverse(pixels);
      }
      if (change.top <= y && y < change.top + cutout) {
        std::fill(out + cut_first, out + cut_last, Scalar{0});
      }
    }
  }
}

}  // namespace anneal::inline ANNEAL_PRECISION
