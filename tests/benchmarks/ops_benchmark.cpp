// The operations of the workloads at their shapes: GFLOP/s and the share of the best rate that any
// product reaches on this machine.

#include <benchmark/benchmark.h>
#include <vector>

#include "core/ops/activations.h"
#include "core/ops/arithmetic.h"
#include "core/ops/conv2d.h"
#include "core/ops/losses.h"
#include "core/ops/matmul.h"
#include "core/ops/normalization.h"
#include "core/ops/pooling.h"
#include "core/ops/reduce.h"
#include "core/ops/sequence.h"
#include "core/var.h"
#include "tests/benchmarks/counters.h"
#include "tests/benchmarks/workload.h"

namespace anneal { namespace {

// Forward and backward of y = op(x, parameters), summed, with the gradient of the input.
template <class Op>
void forward_backward(benchmark::State& state, Op op) {
  for (auto _ : state) {
    backward(sum(op()));
  }
}

void affine_layer(benchmark::State& state) {
  const Index batch = state.range(0);
  const Index in = state.range(1);
  const Index out = state.range(2);
  const Var x = Var::parameter(noise({batch, in}));
  const Var w = Var::parameter(noise({out, in}));
  const Var b = Var::parameter(noise({out}));
  const double product = 2.0 * static_cast<double>(batch * in * out);
  forward_backward(state, [&] { return affine(x, w, b); });
  set_flops(state, 3.0 * product);
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
  forward_backward(state, [&] { return conv2d(x, w, b, {.padding = kernel / 2}); });
  set_flops(state, 3.0 * product);
}
BENCHMARK(conv_layer)
    ->Args({1, 8, 28, 5})
    ->Args({8, 16, 14, 5})
    ->Args({3, 32, 32, 3})
    ->Args({32, 64, 16, 3})
    ->Args({64, 128, 8, 3});

// The others do little arithmetic: their rate is numbers of the output per second.
template <class Op>
void numbers_per_second(benchmark::State& state, Op op) {
  forward_backward(state, op);
  state.SetItemsProcessed(state.iterations() * op().value().size());
}

void max_pool_2x2(benchmark::State& state) {
  const Var x = Var::parameter(noise({64, 8, 28, 28}));
  numbers_per_second(state, [&] { return max_pool2d(x, {.window = 2}); });
}
BENCHMARK(max_pool_2x2);

void batch_norm_32_channels(benchmark::State& state) {
  const Var x = Var::parameter(noise({64, 32, 32, 32}));
  const Var weight = Var::parameter(noise({32}));
  const Var bias = Var::parameter(noise({32}));
  numbers_per_second(state,
                     [&] { return batch_norm(x, weight, bias, batch_statistics(x.value())); });
}
BENCHMARK(batch_norm_32_channels);

void layer_norm_64(benchmark::State& state) {
  const Var x = Var::parameter(noise({1024, 64}));
  const Var weight = Var::parameter(noise({64}));
  const Var bias = Var::parameter(noise({64}));
  numbers_per_second(state, [&] { return layer_norm(x, weight, bias, 1e-5); });
}
BENCHMARK(layer_norm_64);

void attention_4_heads(benchmark::State& state) {
  const Var qkv = Var::parameter(noise({16, 64, 3 * 64}));
  numbers_per_second(state, [&] { return causal_attention(qkv, 4); });
}
BENCHMARK(attention_4_heads);

void embedding_65_symbols(benchmark::State& state) {
  const Var table = Var::parameter(noise({65, 64}));
  const Tensor symbols = Tensor::full({16, 64}, 7);
  numbers_per_second(state, [&] { return embedding(table, symbols); });
}
BENCHMARK(embedding_65_symbols);

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
  numbers_per_second(state, [&] { return gelu(x); });
}
BENCHMARK(gelu_activation);

}}  // namespace anneal
