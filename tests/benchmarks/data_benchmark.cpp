// What a batch of 64 images costs, in the shuffled order of an epoch: as they are, and shifted,
// mirrored and cut. To compare with the time of a training step.

#include <benchmark/benchmark.h>

#include "data/batch.h"
#include "data/batch_order.h"
#include "tests/benchmarks/workload.h"

namespace anneal { namespace {

void batch_of_64(benchmark::State& state, const Dataset& data) {
  BatchOrder order({.count = data.size(), .batch_size = 64, .seed = 1});
  Index step = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(gather_training(data, order.rows(step++), {.seed = 1, .epoch = 1}));
  }
}

// More images than fit into the cache, so that most come from memory.
Dataset many_images(const Shape& sample, bool augmented) {
  Dataset data = *noise_images(sample, 20000);
  if (augmented) {
    data.augmentation = {.shift = 2, .flip = true, .cutout = 8};
  }
  return data;
}

void grey_28(benchmark::State& state) {
  batch_of_64(state, many_images({1, 28, 28}, false));
}
void grey_28_augmented(benchmark::State& state) {
  batch_of_64(state, many_images({1, 28, 28}, true));
}
void colour_32(benchmark::State& state) {
  batch_of_64(state, many_images({3, 32, 32}, false));
}
void colour_32_augmented(benchmark::State& state) {
  batch_of_64(state, many_images({3, 32, 32}, true));
}
BENCHMARK(grey_28);
BENCHMARK(grey_28_augmented);
BENCHMARK(colour_32);
BENCHMARK(colour_32_augmented);

}}  // namespace anneal
