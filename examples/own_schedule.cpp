// Trains a small network on two half moons under a schedule that no catalogue has: warmup, then a
// rate that falls like a bouncing ball, each bounce half as high as the one before.
// Prints the validation loss under a constant rate, which is too high to settle, and under the
// bounces; then the bounces' multiplier in the last update.

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <numbers>
#include <utility>

#include <anneal/core/ops/losses.h>
#include <anneal/core/spec/parse.h>
#include <anneal/data/batch.h>
#include <anneal/data/batch_order.h>
#include <anneal/data/catalogue.h>
#include <anneal/models/catalogue.h>
#include <anneal/optim/sgd.h>
#include <anneal/schedulers/catalogue.h>
#include <anneal/schedulers/resolve.h>

namespace {

constexpr int kUpdates = 1200;
constexpr int kBounce = 200;  // updates from one floor to the next

/// m(t) = 2^-k cos(pi u / 2), where update t (counted from where the piece begins) is at u in [0,
/// 1) of bounce k. A schedule of one's own is a pure function of the update: it remembers nothing,
/// so asking twice or out of order changes nothing.
double bounce(anneal::Step at) {
  const std::int64_t t = at.index();
  const double u = static_cast<double>(t % kBounce) / kBounce;
  return std::ldexp(std::cos(std::numbers::pi * u / 2.0), -static_cast<int>(t / kBounce));
}

double validation_loss(const anneal::Schedule& schedule) {
  const anneal::DataSplit data = anneal::load_data(anneal::spec::parse("moons"));
  const std::unique_ptr<anneal::Module> model = anneal::make_model(
      anneal::spec::parse("mlp(32, 32, activation=tanh)"), {.sample = {2}, .outputs = 2}, 1);
  anneal::Sgd optimizer({{.parameters = anneal::parameters_of(*model)}}, {.momentum = 0.9});
  anneal::BatchOrder order({.count = data.train.size(), .batch_size = 32, .seed = 1});

  const anneal::RunPlan plan{.updates_per_epoch = anneal::Steps(order.updates_per_epoch()),
                             .total = anneal::Steps(kUpdates),
                             .base = anneal::LearningRate(2.0)};
  const anneal::ResolvedSchedule rate = anneal::resolve(schedule, plan);

  for (int step = 0; step < kUpdates; ++step) {
    anneal::Batch batch = anneal::gather(data.train, order.rows(step));
    const anneal::Context context{.mode = anneal::Mode::kTrain, .seed = 1, .step = step};
    const anneal::Var outputs = model->forward(anneal::Var(std::move(batch.inputs)), context);
    anneal::backward(anneal::cross_entropy(outputs, batch.labels));
    optimizer.step({.lr = (plan.base * rate.at(anneal::Step(step))).value()});
    for (anneal::NamedParameter& parameter : anneal::parameters_of(*model)) {
      parameter.var.clear_grad();
    }
  }

  const anneal::NoGrad no_grad;
  anneal::Batch all = anneal::slice(data.validation, 0, data.validation.size());
  const anneal::Context context{.mode = anneal::Mode::kEvaluate};
  const anneal::Var outputs = model->forward(anneal::Var(std::move(all.inputs)), context);
  return anneal::cross_entropy(outputs, all.labels).value().item();
}

}  // namespace

int main() {
  using anneal::literals::operator""_it;
  const anneal::Schedule own = anneal::warmup(50_it).then(anneal::lambda(bounce));
  std::printf("constant: %.3f\n", validation_loss(anneal::constant()));
  std::printf("bounces:  %.3f\n", validation_loss(own));
  std::printf("multiplier of the last update: %.6f\n", bounce(anneal::Step(kUpdates - 51)));
}
