#include <algorithm>

#include "core/ops/conv2d_direct.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// A tile of sums: kTaps taps times kOutputs channels, each a vector whose lanes are added up at the
// end.
constexpr int kTaps = 3;
constexpr int kOutputs = kVectorRegisters >= 32 ? 8 : 3;
// As many images at a time as leave their slopes in the first cache: more would make the kernel
// wait for them, fewer send the sums to memory and back more often.
constexpr Index kCachedBytes = 28 * 1024;

// g of some images and kOutputs channels, in the order in which the kernel reads it: (images, runs,
// kOutputs, kLanes). Lanes that belong to no pixel are zero, once and for all.
class Slopes {
 public:
  Slopes(const ConvGeometry& n, const Runs& runs, Index images)
      : n_(n),
        pitch_(runs.pitch),
        image_(runs.count() * kOutputs * kLanes),
        values_(Tensor::zeros(Shape{images * image_})) {}

  // The planes of g from `from` on, `channels` of them.
  void fill(Index place, Index channels, const Scalar* from) {
    Scalar* to = values_.data() + place * image_;
    for (Index o = 0; o < channels; ++o) {
      for (Index i = 0; i < n_.rows; ++i, from += n_.columns) {
        for (Index j = 0; j < n_.columns;) {
          const Index position = i * pitch_ + j;
          const Index lane = position % kLanes;
          const Index count = std::min(kLanes - lane, n_.columns - j);
          copy_row(from + j, count, to + (position / kLanes * kOutputs + o) * kLanes + lane);
          j += count;
        }
      }
    }
  }

  const Scalar* data() const { return values_.data(); }

 private:
  ConvGeometry n_;
  Index pitch_;
  Index image_;
  Tensor values_;
};

// The kernel.
struct Tile {
  const Scalar* taps[kTaps];  // each at its place in the first padded image
  Index next_image;
  const Scalar* slopes;

  // Adds to `sums`, (kTaps, kOutputs), and zeros to what follows up to a whole vector.
  void add(const PoolVector<Index>& runs, Index images, Scalar* sums) const {
    Vector sum[kTaps][kOutputs] = {};
    const Scalar* g = slopes;
    for (Index b = 0; b < images; ++b) {
      for (const Index run : runs) {
        Vector x[kTaps];
        unrolled<kTaps>([&](auto t) { x[t] = load(taps[t] + b * next_image + run); });
        unrolled<kOutputs>([&](auto o) {
          const Vector slope = load_once(g + o * kLanes);
          unrolled<kTaps>([&](auto t) { sum[t][o] += x[t] * slope; });
        });
        g += kOutputs * kLanes;
      }
    }
    constexpr int kSums = kTaps * kOutputs;
    constexpr int kBlocks = (kSums + kLanes - 1) / kLanes;
    unrolled<kBlocks>([&](auto block) {
      constexpr int first = block * kLanes;
      Vector part[kLanes] = {};
      unrolled<kLanes>([&](auto i) {
        if constexpr (first + i < kSums) {
          part[i] = sum[(first + i) / kOutputs][(first + i) % kOutputs];
        }
      });
      const Vector total = lane_sums(part);
      store(sums + first, load(sums + first) + total);
    });
  }
};

}  // namespace

Tensor conv2d_direct_weight_gradient(const ConvGeometry& n, const Tensor& x, const Tensor& g) {
  const Runs runs(n, n.W + 2 * n.padding);
  const Index slope_bytes = runs.count() * kOutputs * kLanes * Index{sizeof(Scalar)};
  const Index group = std::max<Index>(std::min(kCachedBytes / slope_bytes, n.B), 1);
  PaddedImages images(n, group);
  const PoolVector<Index> taps = images.taps();
  Slopes slopes(n, runs, group);
  const Index blocks = rounded_up(n.O, kOutputs) / kOutputs;
  const Index padded_taps = rounded_up(n.patch(), kTaps);
  Tensor sums = Tensor::zeros(Shape{blocks * padded_taps * kOutputs + kLanes});

  for (Index first = 0; first < n.B; first += group) {
    const Index count = std::min(group, n.B - first);
    for (Index b = 0; b < count; ++b) {
      images.fill(b, x.data() + (first + b) * n.C * n.H * n.W);
    }
    for (Index block = 0; block < blocks; ++block) {
      const Index channel = block * kOutputs;
      for (Index b = 0; b < count; ++b) {
        slopes.fill(b, std::min<Index>(kOutputs, n.O - channel),
                    g.data() + ((first + b) * n.O + channel) * n.pixels());
      }
      for (Index k = 0; k < n.patch(); k += kTaps) {
        Tile tile{.taps = {}, .next_image = images.size(), .slopes = slopes.data()};
        for (int t = 0; t < kTaps; ++t) {  // the last tile may repeat the last tap
          const Index tap = std::min(k + t, n.patch() - 1);
          tile.taps[t] = images.image(0) + taps[tap];
        }
        tile.add(runs.inputs, count, sums.data() + (block * padded_taps + k) * kOutputs);
      }
    }
  }

  Tensor dweight(Shape{n.O, n.C, n.R, n.S});
  for (Index o = 0; o < n.O; ++o) {
    for (Index k = 0; k < n.patch(); ++k) {
      const Index place = (o / kOutputs * padded_taps + k) * kOutputs + o % kOutputs;
      dweight.data()[o * n.patch() + k] = sums.data()[place];
    }
  }
  return dweight;
}

}}  // namespace anneal::ANNEAL_PRECISION
