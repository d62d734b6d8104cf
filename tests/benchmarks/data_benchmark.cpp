// What a batch costs: gathering 64 images of Fashion-MNIST's size, in the shuffled order of an
// epoch.

#include <benchmark/benchmark.h>

#include "data/batch.h"
#include "data/batch_order.h"
#include "tests/benchmarks/workload.h"

namespace anneal {
namespace {

void gather_64_images(benchmark::State& state) {
  const std::shared_ptr<const Dataset> data = fashion_images();
  BatchOrder order({.count = data->inputs.shape()[0], .batch_size = 64, .seed = 1});
  Index step = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(gather(*data, order.rows(step++)));
  }
}
BENCHMARK(gather_64_images);

}  // namespace
}  // namespace anneal
