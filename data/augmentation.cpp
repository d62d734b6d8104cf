#include "data/augmentation.h"

#include "core/rng.h"

namespace anneal {

ImageChange draw_change(const Augmentation& augmentation,
                        Index height,
                        Index width,
                        const AugmentationKey& key) {
  const auto [shift, flip, cutout] = augmentation;
  Rng rng(derived_seed(derived_seed(key.seed, key.epoch), key.row), "augment");
  ImageChange change;
  change.down = static_cast<Index>(rng.uniform() * static_cast<double>(2 * shift + 1)) - shift;
  change.right = static_cast<Index>(rng.uniform() * static_cast<double>(2 * shift + 1)) - shift;
  change.mirrored = rng.uniform() < 0.5 && flip;
  change.top = static_cast<Index>(rng.uniform() * static_cast<double>(height)) - cutout / 2;
  change.left = static_cast<Index>(rng.uniform() * static_cast<double>(width)) - cutout / 2;
  return change;
}

}  // namespace anneal
