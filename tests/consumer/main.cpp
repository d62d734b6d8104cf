// Trains 20 updates through the installed headers: what a program that uses anneal as a library
// looks like.

#include <cstdio>
#include <memory>
#include <type_traits>
#include <utility>

#include "core/ops/losses.h"
#include "core/spec/parse.h"
#include "core/var.h"
#include "data/batch.h"
#include "data/batch_order.h"
#include "data/catalogue.h"
#include "models/catalogue.h"
#include "optim/sgd.h"
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

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
