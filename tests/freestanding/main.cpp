// Trains a small network for 20 updates with core, schedulers, optim and models alone: what a
// program can do that has no files, no threads and no other library. freestanding_test.sh looks at
// what it was linked from.

#include <cstdint>
#include <memory>
#include <vector>

#include "core/ops/losses.h"
#include "core/rng.h"
#include "core/spec/parse.h"
#include "models/catalogue.h"
#include "optim/sgd.h"
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal { namespace {

// Two heaps of points, around (1, 1) and (-1, -1).
struct Points {
  Tensor inputs{Shape{32, 2}};
  std::vector<std::int32_t> labels;
};

Points two_heaps() {
  Points points;
  Rng rng(1, "points");
  for (Index i = 0; i < 32; ++i) {
    points.labels.push_back(i % 2 == 0 ? 1 : 0);
    for (Index axis = 0; axis < 2; ++axis) {
      const double center = i % 2 == 0 ? 1 : -1;
      points.inputs.data()[2 * i + axis] = static_cast<Scalar>(center + 0.3 * rng.normal());
    }
  }
  return points;
}

int train() {
  constexpr int kUpdates = 20;
  const Points points = two_heaps();
  const std::unique_ptr<Module> model =
      make_model(spec::parse("mlp(16)"), {.sample = {2}, .outputs = 2}, 1);
  Sgd optimizer({{.parameters = parameters_of(*model)}}, {.momentum = 0.9});
  const RunPlan plan{
      .updates_per_epoch = Steps(1), .total = Steps(kUpdates), .base = LearningRate(0.1)};
  const ResolvedSchedule rate = resolve(warmup(Steps(5)).then(cosine()), plan);

  double first_loss = 0;
  double last_loss = 0;
  for (int step = 0; step < kUpdates; ++step) {
    const Var logits =
        model->forward(Var(points.inputs), {.mode = Mode::kTrain, .seed = 1, .step = step});
    const Var loss = cross_entropy(logits, points.labels);
    for (NamedParameter& parameter : parameters_of(*model)) {
      parameter.var.clear_grad();
    }
    backward(loss);
    optimizer.step({.lr = (plan.base * rate.at(Step(step))).value()});
    last_loss = loss.value().item();
    first_loss = step == 0 ? last_loss : first_loss;
  }
  return last_loss < 0.5 * first_loss ? 0 : 1;
}

}}  // namespace anneal

int main() {
  return anneal::train();
}
