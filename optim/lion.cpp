#include "optim/lion.h"

#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kM = 0;  // position in RuleTraits

RuleTraits lion_traits(const LionOptions& options) {
  return {.name = "lion",
          .tensors = {{.name = "m"}},
          .momentum = options.beta1,
          .coupling = options.coupling};
}

}  // namespace

Lion::Lion(std::vector<ParameterGroup> groups, const LionOptions& options)
    : Optimizer(std::move(groups), lion_traits(options)), options_(options) {
  check_fraction("lion", "beta1", options.beta1);
  check_fraction("lion", "beta2", options.beta2);
}

void Lion::update_parameter(const ParameterUpdate& u) const {
  const Scalar keep = to_scalar(u.keep);
  const RunningMean beta1(u.momentum);
  const RunningMean beta2(options_.beta2);
  const Scalar lr = to_scalar(u.lr);

  for_each_element<kM>(u, [=](Scalar& p, Scalar g, Scalar& m) {
    const Scalar c = beta1.mean(m, g);
    m = beta2.mean(m, g);
    // lr sign(c) from two selections, which vectorise; both are 0 for c = 0.
    const Scalar up = c > 0 ? lr : Scalar{0};
    const Scalar down = c < 0 ? lr : Scalar{0};
    p = keep * p - (up - down);
  });
}

OptimizerEntry lion_entry() {
  return {
      .signature = {.name = "lion",
                    .parameters = with_weight_decay(
                        {lr_parameter("1e-4"),
                         with_beta_synonyms(fraction_parameter(
                             "beta1", "0.9",
                             "weight of m in the step; a momentum schedule replaces it")),
                         with_beta_synonyms(
                             fraction_parameter("beta2", "0.99", "share of the old m that stays"))},
                        "0", "decoupled"),
                    .formula = "p -= lr sign(beta1 m + (1 - beta1) g), m = beta2 m + (1 - beta2) g",
                    .help = "steps of one size: the sign of the momentum",
                    .source = "Chen et al. 2023 (arXiv:2302.06675)",
                    .synonyms = spec::unlike({"optax.lion"}, "lion(weight_decay=1e-3)",
                                             "Optax has another weight decay")},
      .state = "m",
      .rate_enters =
          "is the length of every element of the step: nothing shrinks near a minimum, so only the "
          "schedule ends the noise",
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Lion>(std::move(groups), LionOptions{.beta1 = a.number("beta1"),
                                                                     .beta2 = a.number("beta2"),
                                                                     .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
