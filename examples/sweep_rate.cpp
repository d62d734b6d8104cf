// Sweeps the learning rate over four decades, each network trained twice: under a constant rate and
// under a cosine. Prints a table of validation losses; a run whose loss is no longer finite
// diverged, which is a result. The rate that serves best depends on the schedule.

#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include <anneal/core/ops/losses.h>
#include <anneal/core/spec/parse.h>
#include <anneal/data/batch.h>
#include <anneal/data/batch_order.h>
#include <anneal/data/catalogue.h>
#include <anneal/models/catalogue.h>
#include <anneal/optim/sgd.h>
#include <anneal/schedulers/resolve.h>

namespace {

constexpr int kUpdates = 400;

/// Validation loss after kUpdates updates, NaN if the training loss was not finite.
double train(const anneal::DataSplit& data, const std::string& schedule, double lr) {
  const std::unique_ptr<anneal::Module> model =
      anneal::make_model(anneal::spec::parse("mlp(32)"), {.sample = {2}, .outputs = 2}, 1);
  anneal::Sgd optimizer({{.parameters = anneal::parameters_of(*model)}}, {.momentum = 0.9});
  anneal::BatchOrder order({.count = data.train.size(), .batch_size = 32, .seed = 1});
  const anneal::ResolvedSchedule rate =
      anneal::resolve(anneal::parse_schedule(schedule),
                      {.updates_per_epoch = anneal::Steps(order.updates_per_epoch()),
                       .total = anneal::Steps(kUpdates)});
  for (int step = 0; step < kUpdates; ++step) {
    anneal::Batch batch = anneal::gather(data.train, order.rows(step));
    const anneal::Context context{.mode = anneal::Mode::kTrain, .seed = 1, .step = step};
    const anneal::Var loss = anneal::cross_entropy(
        model->forward(anneal::Var(std::move(batch.inputs)), context), batch.labels);
    if (!std::isfinite(loss.value().item())) {
      return NAN;
    }
    anneal::backward(loss);
    optimizer.step({.lr = lr * rate.at(anneal::Step(step)).value()});
    for (anneal::NamedParameter& parameter : anneal::parameters_of(*model)) {
      parameter.var.clear_grad();
    }
  }
  const anneal::NoGrad no_grad;
  anneal::Batch all = anneal::slice(data.validation, 0, data.validation.size());
  const anneal::Context context{.mode = anneal::Mode::kEvaluate};
  return anneal::cross_entropy(model->forward(anneal::Var(std::move(all.inputs)), context),
                               all.labels)
      .value()
      .item();
}

}  // namespace

int main() {
  const anneal::DataSplit data = anneal::load_data(anneal::spec::parse("moons"));
  std::printf("%10s %10s %10s\n", "rate", "constant", "cosine");
  for (int k = -6; k <= 6; ++k) {
    const double lr = std::pow(10.0, k / 2.0);
    std::printf("%10.4f %10.4f %10.4f\n", lr, train(data, "constant", lr),
                train(data, "cosine", lr));
  }
}
