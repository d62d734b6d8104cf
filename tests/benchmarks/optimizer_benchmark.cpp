// W5: one update of every rule over 10^6 and 10^7 parameters, and the memory traffic that it makes
// of it.

#include <benchmark/benchmark.h>
#include <memory>
#include <string>

#include "core/node.h"
#include "core/spec/parse.h"
#include "optim/catalogue.h"
#include "tests/benchmarks/limits.h"

namespace anneal { namespace {

// A parameter whose gradient is a fixed vector, the way backward() leaves it.
NamedParameter parameter_with_gradient(Index count) {
  NamedParameter parameter{.name = "w", .var = Var::parameter(Tensor::full({count, 1}, 0.5))};
  const Var loss = make_op("constant_slope", Tensor::scalar(0), {parameter.var},
                           [count](const Node&, const Tensor&) {
                             Gradients gradients(1);
                             gradients[0] = Tensor::full({count, 1}, 1e-3);
                             return gradients;
                           });
  backward(loss);
  return parameter;
}

// Bytes that a rule must move: parameter and state tensors are read and written, the gradient is
// read.
double traffic(const Optimizer& optimizer, Index count) {
  double tensors = 3.0;  // parameter twice, gradient once
  for (const NamedTensor& tensor : optimizer.state().tensors) {
    tensors += tensor.value.size() == count ? 2.0 : 0.0;
  }
  return tensors * static_cast<double>(count) * sizeof(Scalar);
}

void update(benchmark::State& state, const std::string& rule) {
  const Index count = state.range(0);
  const std::unique_ptr<Optimizer> optimizer =
      make_optimizer(spec::parse(rule), NamedParameters{parameter_with_gradient(count)});
  const Rates rates{.lr = 1e-3, .base_lr = 1e-3, .peak_lr = 1e-3};
  for (auto _ : state) {
    optimizer->step(rates);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(traffic(*optimizer, count)) *
                          state.iterations());
}

// The same traffic without a rule: what the machine's memory allows for parameter, gradient and
// `tensors` of state.
void floor(benchmark::State& state, int tensors) {
  const Index count = state.range(0);
  Tensor p = Tensor::full({count}, 0.5);
  const Tensor g = Tensor::full({count}, 1e-3);
  Tensor m = Tensor::full({count}, 0);
  Tensor v = Tensor::full({count}, 0);
  for (auto _ : state) {
    update_pass(count, tensors, p.data(), g.data(), m.data(), v.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(update_bytes(count, tensors)) *
                          state.iterations());
}

const bool kRegistered = [] {
  for (const int tensors : {1, 2}) {
    const std::string name = "floor/" + std::to_string(tensors) + "_state_tensors";
    benchmark::RegisterBenchmark(name.c_str(),
                                 [tensors](benchmark::State& state) { floor(state, tensors); })
        ->Arg(1'000'000)
        ->Arg(10'000'000);
  }
  for (const OptimizerEntry& row : optimizer_catalogue()) {
    const std::string rule = row.signature.name == "sgd" ? "sgd(momentum=0.9)" : row.signature.name;
    const std::string name = "W5/" + row.signature.name;
    benchmark::RegisterBenchmark(name.c_str(),
                                 [rule](benchmark::State& state) { update(state, rule); })
        ->Arg(1'000'000)
        ->Arg(10'000'000);
  }
  return true;
}();

}}  // namespace anneal
