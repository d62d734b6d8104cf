// What a schedule costs: resolving it for a run of 10^7 updates with all its values, and one value.

#include <benchmark/benchmark.h>

#include "schedulers/resolve.h"
#include "schedulers/schedule.h"

namespace anneal { namespace {

const char* const kThreePieces = "warmup(5%) then constant then cosine(for=20%)";

void resolve_and_all_values(benchmark::State& state) {
  const Schedule schedule = parse_schedule(kThreePieces);
  const RunPlan plan{.updates_per_epoch = Steps(1000), .total = Steps(10'000'000)};
  for (auto _ : state) {
    const ResolvedSchedule resolved = resolve(schedule, plan);
    benchmark::DoNotOptimize(resolved.values(Step(0), plan.total));
  }
}
BENCHMARK(resolve_and_all_values)->Unit(benchmark::kMillisecond);

void one_value(benchmark::State& state) {
  const RunPlan plan{.updates_per_epoch = Steps(1000), .total = Steps(1'000'000)};
  const ResolvedSchedule resolved = resolve(parse_schedule(kThreePieces), plan);
  std::int64_t t = 0;
  for (auto _ : state) {
    t = (t + 7919) % plan.total.count();
    benchmark::DoNotOptimize(resolved.at(Step(t)));
  }
}
BENCHMARK(one_value);

}}  // namespace anneal
