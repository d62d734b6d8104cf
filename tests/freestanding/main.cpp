// Trains a small network for 20 updates with a Trainer, takes its state in the middle and goes on
// from there in another: what a program can do that has no files, no threads, no clocks and no
// other library. freestanding_test.sh looks at what it was linked from.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "apps/training/run_setup.h"
#include "core/rng.h"

namespace anneal { namespace {

// Two heaps of points, around (1, 1) and (-1, -1).
Dataset two_heaps(const char* stream) {
  constexpr Index kPoints = 32;
  Dataset points{.name = "heaps", .inputs = Tensor(Shape{kPoints, 2}), .classes = 2};
  Rng rng(1, stream);
  for (Index i = 0; i < kPoints; ++i) {
    points.labels.push_back(i % 2 == 0 ? 1 : 0);
    for (Index axis = 0; axis < 2; ++axis) {
      const double center = i % 2 == 0 ? 1 : -1;
      points.inputs.data()[2 * i + axis] = static_cast<Scalar>(center + 0.3 * rng.normal());
    }
  }
  return points;
}

void train(Trainer& trainer, std::int64_t until) {
  while (!trainer.done() && trainer.step() < until) {
    trainer.update();
    if (trainer.evaluation_due()) {
      trainer.evaluate();
    }
  }
}

bool same_tensors(const State& a, const State& b) {
  return std::ranges::equal(a.tensors, b.tensors,
                            [](const NamedTensor& one, const NamedTensor& other) {
                              return one.name == other.name &&
                                     std::ranges::equal(one.value.values(), other.value.values());
                            });
}

int run() {
  const auto data = std::make_shared<const DataSplit>(
      DataSplit{.train = two_heaps("train"), .validation = two_heaps("validation")});
  RunConfig config;
  config.data = "heaps";
  config.model = "mlp(16)";
  config.optimizer = "adam(lr=0.05)";
  config.schedule = "warmup(5it) then cosine";
  config.updates = 20;
  config.batch_size = 16;
  config.average = "ema(decay=0.9)";
  const RunSetup setup = set_up(config, data);
  Trainer first = make_trainer(setup);
  const double loss_before = first.judge().validation.loss;
  train(first, 7);
  const State in_the_middle = first.state();
  train(first, 20);

  Trainer second = make_trainer(setup);
  second.load(in_the_middle);
  train(second, 20);
  const bool learnt = first.judge().validation.loss < 0.5 * loss_before;
  return first.done() && learnt && same_tensors(first.state(), second.state()) ? 0 : 1;
}

}}  // namespace anneal

int main() {
  return anneal::run();
}
