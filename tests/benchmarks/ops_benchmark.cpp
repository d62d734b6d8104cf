// The operations of the workloads at their shapes: GFLOP/s and the share of the best rate that any
// product reaches on this machine.

#include <benchmark/benchmark.h>
#include <vector>

#include "core/ops/ops.h"
#include "core/var.h"
#include "tests/benchmarks/counters.h"
#include "tests/benchmarks/workload.h"

namespace anneal {
namespace {

// Forward and backward of y = op(x, parameters), summed; the input wants no gradient, as in a first
// layer, unless asked.
template <class Op>
void forward_backward(benchmark::State& state, Op op, double flops) {
  for (auto _ : state) {
    backward(sum(op()));
  }
  set_flops(state, flops);
}

void affine_layer(benchmark::State& state) {
  const Index batch = state.range(0);
  const Index in = state.range(1);
  const Index out = state.range(2);
  const Var x = Var::parameter(noise({batch, in}));
  const Var w = Var::parameter(noise({out, in}));
  const Var b = Var::parameter(noise({out}));
  const double product = 2.0 * static_cast<double>(batch * in * out);
  forward_backward(
      state, [&] { return affine(x, w, b); }, 3.0 * product);
}
BENCHMARK(affine_layer)->Args({64, 784, 256})->Args({64, 256, 128})->Args({64, 128, 10});

void conv_layer(benchmark::State& state) {
  const Index in = state.range(0);
  const Index out = state.range(1);
  const Index size = state.range(2);
  const Index kernel = state.range(3);
  const Var x = Var::parameter(noise({64, in, size, size}));
  const Var w = Var::parameter(noise({out, in, kernel, kernel}));
  const Var b = Var::parameter(noise({out}));
  const double product = 2.0 * static_cast<double>(64 * in * out * size * size * kernel * kernel);
  forward_backward(
      state, [&] { return conv2d(x, w, b, {.padding = kernel / 2}); }, 3.0 * product);
}
BENCHMARK(conv_layer)
    ->Args({1, 8, 28, 5})
    ->Args({8, 16, 14, 5})
    ->Args({3, 32, 32, 3})
    ->Args({32, 64, 16, 3})
    ->Args({64, 128, 8, 3});

void max_pool_2x2(benchmark::State& state) {
  const Var x = Var::parameter(noise({64, 8, 28, 28}));
  forward_backward(
      state, [&] { return max_pool2d(x, {.window = 2}); }, 64.0 * 8 * 28 * 28);
}
BENCHMARK(max_pool_2x2);

void softmax_cross_entropy(benchmark::State& state) {
  const Var x = Var::parameter(noise({64, 10}));
  const std::vector<std::int32_t> labels(64, 3);
  for (auto _ : state) {
    backward(cross_entropy(x, labels));
  }
}
BENCHMARK(softmax_cross_entropy);

void gelu_activation(benchmark::State& state) {
  const Var x = Var::parameter(noise({1024, 256}));
  forward_backward(
      state, [&] { return gelu(x); }, 1024.0 * 256);
}
BENCHMARK(gelu_activation);

}  // namespace
}  // namespace anneal
