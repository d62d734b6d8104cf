// An optimizer of one's own: sign descent, whose step is as long as the rate whatever the gradient.
// Prints its way down 1/2 x^2 from x = 1 under a constant rate, where it ends up hopping around the
// minimum, and under a rate that halves every four updates, where it arrives.

#include <cstdint>
#include <cstdio>
#include <utility>
#include <vector>

#include <anneal/models/problems/quadratic.h>
#include <anneal/optim/optimizer.h>
#include <anneal/schedulers/catalogue.h>
#include <anneal/schedulers/resolve.h>

namespace {

/// p -= lr sign(g + l2 p), after p *= keep.
///
/// All else is the base class: groups, weight decay (as l2 or keep), state, checks. The rule reads
/// the gradient and writes the value; the rate is in `u`.
class SignDescent final : public anneal::Optimizer {
 public:
  explicit SignDescent(std::vector<anneal::ParameterGroup> groups)
      : Optimizer(std::move(groups), {.name = "sign"}) {}

 private:
  void update_parameter(const anneal::ParameterUpdate& u) const override {
    const anneal::Scalar lr = static_cast<anneal::Scalar>(u.lr);
    const anneal::Scalar l2 = static_cast<anneal::Scalar>(u.l2);
    const anneal::Scalar keep = static_cast<anneal::Scalar>(u.keep);
    for (anneal::Index i = 0; i < u.value->size(); ++i) {
      anneal::Scalar& p = u.value->data()[i];
      const anneal::Scalar g = u.gradient->data()[i] + l2 * p;
      p = keep * p - lr * static_cast<anneal::Scalar>((g > 0) - (g < 0));
    }
  }
};

void descend(const char* name, const anneal::Schedule& schedule) {
  const anneal::RunPlan plan{.updates_per_epoch = anneal::Steps(4),
                             .total = anneal::Steps(24),
                             .base = anneal::LearningRate(0.375)};
  const anneal::ResolvedSchedule rate = anneal::resolve(schedule, plan);
  anneal::Quadratic problem({.spectrum = {1}, .start = {1}});
  SignDescent optimizer({{.parameters = problem.parameters()}});

  anneal::Var point = problem.parameters().front().var;
  std::printf("%s:", name);
  for (std::int64_t t = 0; t < plan.total.count(); ++t) {
    point.clear_grad();
    anneal::backward(problem.loss({.mode = anneal::Mode::kTrain, .step = t}));
    optimizer.step({.lr = (plan.base * rate.at(anneal::Step(t))).value()});
    std::printf(" %.4g", static_cast<double>(point.value().item()));
  }
  std::printf("\n");
}

}  // namespace

int main() {
  using anneal::literals::operator""_ep;
  descend("constant", anneal::constant());
  descend("halved", anneal::step(1_ep, {.gamma = 0.5}));
}
