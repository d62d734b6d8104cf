#include "optim/nadam.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule_checks.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

namespace {

constexpr std::size_t kMuProduct = 0;

RuleTraits nadam_traits(const NadamOptions& options) {
  return {.name = "nadam",
          .tensors = {{.name = "m"}, {.name = "v"}},
          .numbers = {"mu_product"},
          .momentum = options.beta1,
          .coupling = options.coupling};
}

}  // namespace

Nadam::Nadam(std::vector<ParameterGroup> groups, const NadamOptions& options)
    : Optimizer(std::move(groups), nadam_traits(options)), options_(options) {
  check_fraction("nadam", "beta1", options.beta1);
  check_fraction("nadam", "beta2", options.beta2);
  check_not_negative("nadam", "eps", options.eps);
  check_not_negative("nadam", "momentum_decay", options.momentum_decay);
}

void Nadam::update_parameter(const ParameterUpdate& u) const {
  const double t = static_cast<double>(u.t);
  const double mu = u.momentum * (1.0 - 0.5 * std::pow(0.96, t * options_.momentum_decay));
  const double mu_next =
      u.momentum * (1.0 - 0.5 * std::pow(0.96, (t + 1.0) * options_.momentum_decay));
  double& mu_product = u.numbers[kMuProduct];
  mu_product = u.t == 1 ? mu : mu_product * mu;
  const double root2 = std::sqrt(1.0 - std::pow(options_.beta2, t));

  const Index size = u.value->size();
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  Scalar* __restrict m = u.tensors[0].data();
  Scalar* __restrict v = u.tensors[1].data();
  const Scalar keep = static_cast<Scalar>(u.keep);
  const Scalar l2 = static_cast<Scalar>(u.l2);
  const Scalar beta1 = static_cast<Scalar>(u.momentum);
  const Scalar beta2 = static_cast<Scalar>(options_.beta2);
  const Scalar one_minus_beta1 = static_cast<Scalar>(1.0 - u.momentum);
  const Scalar one_minus_beta2 = static_cast<Scalar>(1.0 - options_.beta2);
  const Scalar eps = static_cast<Scalar>(root2 * options_.eps);
  const Scalar step_g = static_cast<Scalar>(u.lr * root2 * (1.0 - mu) / (1.0 - mu_product));
  const Scalar step_m = static_cast<Scalar>(u.lr * root2 * mu_next / (1.0 - mu_product * mu_next));

  for (Index i = 0; i < size; ++i) {
    const Scalar gradient = g[i] + l2 * p[i];
    m[i] = beta1 * m[i] + one_minus_beta1 * gradient;
    v[i] = beta2 * v[i] + one_minus_beta2 * gradient * gradient;
    p[i] = keep * p[i] - (step_g * gradient + step_m * m[i]) / (std::sqrt(v[i]) + eps);
  }
}

OptimizerEntry nadam_entry() {
  return {
      .signature = {.name = "nadam",
                    .parameters = with_weight_decay(
                        {lr_parameter("2e-3"), beta1_parameter(), beta2_parameter(),
                         eps_parameter("1e-8"),
                         amount_parameter("momentum_decay", "4e-3",
                                          "how fast beta1 warms up from half of its value")},
                        "0", "l2"),
                    .formula =
                        "mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2), p -= lr [(1 - mu_t) g / "
                        "(1 - P_t) + mu_(t+1) m / (1 - P_t mu_(t+1))] / (sqrt(v^) + eps)",
                    .help = "Adam with Nesterov momentum",
                    .source = "Dozat 2016"},
      .state = "m, v, the number mu_product",
      .rate_enters = "as in adam",
      .warning = "nadam has a schedule of its momentum built in: a momentum schedule multiplies it",
      .warn_when = WarnWhen::kMomentumSchedule,
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Nadam>(std::move(groups),
                                       NadamOptions{.beta1 = a.number("beta1"),
                                                    .beta2 = a.number("beta2"),
                                                    .eps = a.number("eps"),
                                                    .momentum_decay = a.number("momentum_decay"),
                                                    .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
