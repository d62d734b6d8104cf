#pragma once

#include <benchmark/benchmark.h>

#include "tests/benchmarks/limits.h"

namespace anneal {

/// Shows `flops` operations an iteration as a rate and as a share of the best product's.
inline void set_flops(benchmark::State& state, double flops) {
  const double count = flops * static_cast<double>(state.iterations());
  state.counters["GFLOP/s"] = benchmark::Counter(count * 1e-9, benchmark::Counter::kIsRate);
  state.counters["of_best"] =
      benchmark::Counter(count / product_rate(), benchmark::Counter::kIsRate);
}

}  // namespace anneal
