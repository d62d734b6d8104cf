// W1 to W4 and W6: whole training steps of the models that our users train. One thread each; W1
// also as two trainings side by side.

#include <benchmark/benchmark.h>
#include <memory>

#include "apps/training/process.h"
#include "tests/benchmarks/limits.h"
#include "tests/benchmarks/workload.h"

namespace anneal { namespace {

using Data = std::shared_ptr<const Dataset> (*)();

void train(benchmark::State& state, const WorkloadOptions& options, Data data) {
  const FlushDenormals flush_denormals;
  Workload workload(options, data());
  for (int warm_up = 0; warm_up < 5; ++warm_up) {
    workload.step();
  }
  for (auto _ : state) {
    workload.step();
  }
  state.SetItemsProcessed(state.iterations() * options.batch);
  state.counters["steps_per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

std::shared_ptr<const Dataset> colour_images() {
  return noise_images({3, 32, 32});
}
std::shared_ptr<const Dataset> text() {
  return random_text(64, 65);
}

const char* const kMlp = "mlp(256, 128)";
const char* const kCnn = "cnn(channels=[32, 64, 128], norm=batch)";
const char* const kTransformer = "transformer(layers=2, width=64, heads=4)";
const char* const kMomentum = "sgd(lr=0.05, momentum=0.9)";

// What the machine allows W1 at best: its products at the best rate, then the optimizer's memory
// traffic with `tensors` of state.
void train_w1(benchmark::State& state, const char* optimizer, int tensors) {
  constexpr double kProducts = 2.0 * 64 * (2 * 784 * 256 + 3 * (256 * 128 + 128 * 10));
  constexpr Index kParameters = 235'146;
  const double floor = kProducts / product_rate() +
                       update_bytes(kParameters, tensors) / update_bandwidth(kParameters, tensors);
  train(state, {kMlp, optimizer, 64}, fashion_images);
  state.counters["of_floor"] = benchmark::Counter(floor * static_cast<double>(state.iterations()),
                                                  benchmark::Counter::kIsRate);
}

BENCHMARK_CAPTURE(train_w1, sgd, kMomentum, 1);
BENCHMARK_CAPTURE(train_w1, adam, "adam", 2);
BENCHMARK_CAPTURE(train, W1_side_by_side, {kMlp, kMomentum, 64}, fashion_images)
    ->Threads(1)
    ->Threads(2)
    ->UseRealTime();
BENCHMARK_CAPTURE(train, W1_sgd, {kMlp, kMomentum, 64}, fashion_images);
BENCHMARK_CAPTURE(train, W1_adam, {kMlp, "adam", 64}, fashion_images);
BENCHMARK_CAPTURE(train, W2_sgd, {"lenet", kMomentum, 64}, fashion_images);
BENCHMARK_CAPTURE(train, W3_sgd, {kCnn, kMomentum, 64}, colour_images);
BENCHMARK_CAPTURE(train, W4_adamw, {kTransformer, "adamw", 16}, text);
BENCHMARK_CAPTURE(train, W6_sgd, {"mlp(16, 16)", "sgd(lr=0.01)", 32}, noise_points);

}}  // namespace anneal
