#include "core/ops/conv2d_direct.h"

#include <algorithm>

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// A tile of sums: kOutputs channels times up to kVectors vectors of pixels fill the registers, with
// room for one factor and kVectors inputs.
constexpr int kOutputs = kVectorRegisters >= 32 ? 8 : 4;
constexpr int kVectors = 3;

// The kernel: a tile of `vectors` runs, for kOutputs channels.
struct Tile {
  const Scalar* image;
  const PoolVector<Index>& taps;
  const Scalar* weights;  // (taps, kOutputs)
  const Scalar* bias;     // (kOutputs)
  const Index* inputs;    // of the runs

  template <int vectors>
  void compute(Vector (&sums)[kOutputs][kVectors]) const {
    Vector sum[kOutputs][vectors];
    unrolled<kOutputs>(
        [&](auto o) { unrolled<vectors>([&](auto v) { sum[o][v] = Vector{} + bias[o]; }); });
    const Scalar* w = weights;
    for (const Index tap : taps) {
      Vector x[vectors];
      unrolled<vectors>([&](auto v) { x[v] = load(image + tap + inputs[v]); });
      unrolled<kOutputs>(
          [&](auto o) { unrolled<vectors>([&](auto v) { sum[o][v] += w[o] * x[v]; }); });
      w += kOutputs;
    }
    unrolled<kOutputs>([&](auto o) { unrolled<vectors>([&](auto v) { sums[o][v] = sum[o][v]; }); });
  }
};

// The weight in the order in which the kernel reads it: (blocks of channels, taps, kOutputs), with
// zeros for the channels that fill up the last block. `at(o, k)` is the weight of tap k.
template <class At>
Tensor blocked_weight(Index outputs, Index taps, At at) {
  const Index blocks = rounded_up(outputs, kOutputs) / kOutputs;
  Tensor result(Shape{blocks, taps, kOutputs});
  Scalar* to = result.data();
  for (Index block = 0; block < blocks; ++block) {
    for (Index k = 0; k < taps; ++k) {
      for (Index o = block * kOutputs; o < (block + 1) * kOutputs; ++o) {
        *to++ = o < outputs ? at(o, k) : 0;
      }
    }
  }
  return result;
}

// All lanes of `sum`, or as many as the plane has room for.
void store_run(Scalar* plane, Index size, Index at, const Vector& sum) {
  if (at + kLanes <= size) {
    store(plane + at, sum);
  } else {
    std::memcpy(plane + at, &sum, (size - at) * sizeof(Scalar));
  }
}

// `weights` as blocked_weight() gives them; `bias` (blocks * kOutputs).
Tensor convolved(const ConvGeometry& n,
                 const Tensor& x,
                 const Tensor& weights,
                 const Tensor& bias) {
  PaddedImages images(n, 1);
  const PoolVector<Index> taps = images.taps();
  const Runs runs(n, images.width());
  // Rows that are as far apart in the result as they are computed need no copy. Otherwise lanes
  // past the end of a row land where the next row will be written.
  const Index pitch = runs.through ? runs.pitch : n.columns;
  const Index wide_plane = (n.rows - 1) * pitch + n.columns;
  Tensor wide(Shape{runs.through ? kOutputs * wide_plane : 0});

  Tensor out(Shape{n.B, n.O, n.rows, n.columns});
  Vector sums[kOutputs][kVectors];
  for (Index b = 0; b < n.B; ++b) {
    images.fill(0, x.data() + b * n.C * n.H * n.W);
    for (Index first_channel = 0; first_channel < n.O; first_channel += kOutputs) {
      const Index channels = std::min<Index>(kOutputs, n.O - first_channel);
      Scalar* planes = out.data() + (b * n.O + first_channel) * n.pixels();
      Scalar* target = runs.through ? wide.data() : planes;
      for (Index first = 0; first < runs.count(); first += kVectors) {
        const Tile tile{.image = images.image(0),
                        .taps = taps,
                        .weights = weights.data() + first_channel * n.patch(),
                        .bias = bias.data() + first_channel,
                        .inputs = runs.inputs.data() + first};
        const Index count = std::min<Index>(kVectors, runs.count() - first);
        count == 3   ? tile.compute<3>(sums)
        : count == 2 ? tile.compute<2>(sums)
                     : tile.compute<1>(sums);
        for (Index o = 0; o < channels; ++o) {
          for (Index v = 0; v < count; ++v) {
            const Index position = (first + v) * kLanes;
            const Index at = position / runs.pitch * pitch + position % runs.pitch;
            store_run(target + o * wide_plane, wide_plane, at, sums[o][v]);
          }
        }
      }
      if (runs.through) {
        for (Index row = 0; row < channels * n.rows; ++row) {
          copy_row(wide.data() + row / n.rows * wide_plane + row % n.rows * pitch, n.columns,
                   planes + row * n.columns);
        }
      }
    }
  }
  return out;
}

}  // namespace

bool conv2d_is_direct(const ConvGeometry& n) {
  return n.stride == 1 && n.R == n.S && n.padding < n.R;
}

Tensor conv2d_direct(const ConvGeometry& n,
                     const Tensor& x,
                     const Tensor& weight,
                     const Tensor& bias) {
  Tensor offsets = Tensor::zeros(Shape{rounded_up(n.O, kOutputs)});
  if (bias.has_value()) {
    std::copy_n(bias.data(), n.O, offsets.data());
  }
  const Tensor weights = blocked_weight(
      n.O, n.patch(), [&](Index o, Index k) { return weight.data()[o * n.patch() + k]; });
  return convolved(n, x, weights, offsets);
}

Tensor conv2d_direct_input_gradient(const ConvGeometry& n, const Tensor& weight, const Tensor& g) {
  const ConvGeometry turned{.B = n.B,
                            .C = n.O,
                            .H = n.rows,
                            .W = n.columns,
                            .O = n.C,
                            .R = n.R,
                            .S = n.S,
                            .stride = 1,
                            .padding = n.R - 1 - n.padding,
                            .rows = n.H,
                            .columns = n.W};
  const Index area = n.R * n.S;
  const Tensor weights = blocked_weight(n.C, n.O * area, [&](Index c, Index k) {
    return weight.data()[(k / area * n.C + c) * area + area - 1 - k % area];
  });
  return convolved(turned, g, weights, Tensor::zeros(Shape{rounded_up(n.C, kOutputs)}));
}

}}  // namespace anneal::ANNEAL_PRECISION
