// Trains 20 updates through the public headers: what a program that uses anneal as a library looks
// like. The project has headers of its own under the names of ours, and gets its own by those.

#include <cstdio>
#include <memory>
#include <type_traits>
#include <utility>

#include <anneal/core/ops/losses.h>
#include <anneal/core/spec/parse.h>
#include <anneal/core/var.h>
#include <anneal/data/batch.h>
#include <anneal/data/batch_order.h>
#include <anneal/data/catalogue.h>
#include <anneal/models/catalogue.h>
#include <anneal/optim/sgd.h>
#include <anneal/schedulers/catalogue.h>
#include <anneal/schedulers/resolve.h>

#include "own_headers.h"

static_assert(std::is_same_v<anneal::Scalar, EXPECTED_SCALAR>);  // what the linked libraries say

int main() {
  using namespace anneal::literals;
  constexpr int kUpdates = 20;

  const anneal::DataSplit data = anneal::load_data(anneal::spec::parse("blobs(n=320, classes=3)"));
  const std::unique_ptr<anneal::Module> model =
      anneal::make_model(anneal::spec::parse("mlp(16)"), {.sample = {2}, .outputs = 3}, 1);
  anneal::Sgd optimizer({{.parameters = anneal::parameters_of(*model)}}, {.momentum = 0.9});

  anneal::BatchOrder order({.count = 320, .batch_size = 32, .seed = 1});
  const anneal::RunPlan plan{.updates_per_epoch = anneal::Steps(order.updates_per_epoch()),
                             .total = anneal::Steps(kUpdates),
                             .base = anneal::LearningRate(0.05)};
  const anneal::ResolvedSchedule rate =
      anneal::resolve(anneal::warmup(5_it).then(anneal::cosine()), plan);

  double first_loss = 0.0;
  double last_loss = 0.0;
  for (int step = 0; step < kUpdates; ++step) {
    anneal::Batch batch = anneal::gather(data.train, order.rows(step));
    const anneal::Var logits =
        model->forward(anneal::Var(std::move(batch.inputs)),
                       {.mode = anneal::Mode::kTrain, .seed = 1, .step = step});
    const anneal::Var loss = anneal::cross_entropy(logits, batch.labels);
    for (anneal::NamedParameter& parameter : anneal::parameters_of(*model)) {
      parameter.var.clear_grad();
    }
    anneal::backward(loss);
    const anneal::LearningRate lr = plan.base * rate.at(anneal::Step(step));
    optimizer.step({.lr = lr.value()});

    last_loss = loss.value().item();
    first_loss = step == 0 ? last_loss : first_loss;
    std::printf("update %2d  rate %.4f  loss %.4f\n", step, lr.value(), last_loss);
  }
  return last_loss < 0.5 * first_loss ? 0 : 1;
}
