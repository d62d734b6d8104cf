#include "optim/adam.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule_checks.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

RuleTraits adam_traits(const AdamOptions& options) {
  return {.name = "adam",
          .tensors = {{.name = "m"}, {.name = "v"}},
          .momentum = options.beta1,
          .coupling = options.coupling};
}

}  // namespace

Adam::Adam(std::vector<ParameterGroup> groups, const AdamOptions& options)
    : Optimizer(std::move(groups), adam_traits(options)), options_(options) {
  check_fraction("adam", "beta1", options.beta1);
  check_fraction("adam", "beta2", options.beta2);
  check_not_negative("adam", "eps", options.eps);
  check(!(options.eps_inside && options.eps_hat),
        "adam: eps_inside and eps_hat exclude each other");
}

void Adam::update_parameter(const ParameterUpdate& u) const {
  const double t = static_cast<double>(u.t);
  const double correction1 = options_.bias_correction ? 1.0 - std::pow(u.momentum, t) : 1.0;
  const double correction2 = options_.bias_correction ? 1.0 - std::pow(options_.beta2, t) : 1.0;
  const double root2 = std::sqrt(correction2);

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
  // sqrt(v / c + inside) + outside = (sqrt(v + c inside) + sqrt(c) outside) / sqrt(c)
  const Scalar inside = static_cast<Scalar>(options_.eps_inside ? correction2 * options_.eps : 0.0);
  const Scalar outside = static_cast<Scalar>(options_.eps_inside ? 0.0
                                             : options_.eps_hat  ? options_.eps
                                                                 : root2 * options_.eps);
  const Scalar step = static_cast<Scalar>(u.lr / correction1 * root2);

  for (Index i = 0; i < size; ++i) {
    const Scalar gradient = g[i] + l2 * p[i];
    m[i] = beta1 * m[i] + one_minus_beta1 * gradient;
    v[i] = beta2 * v[i] + one_minus_beta2 * gradient * gradient;
    p[i] = keep * p[i] - step * m[i] / (std::sqrt(v[i] + inside) + outside);
  }
}

namespace {

std::vector<spec::Parameter> adam_parameters(const char* decay, const char* coupling) {
  return with_weight_decay({lr_parameter("1e-3"),
                            beta1_parameter(),
                            beta2_parameter(),
                            eps_parameter("1e-8"),
                            flag_parameter("eps_inside", "eps under the root (Optax: eps_root)"),
                            flag_parameter("eps_hat", "eps beside the root of the raw v (Keras)"),
                            {.name = "bias_correction",
                             .kind = spec::ValueKind::kFlag,
                             .default_text = "true",
                             .help = "divide m and v by 1 - beta^t"}},
                           decay, coupling);
}

std::unique_ptr<Optimizer> make_adam(std::vector<ParameterGroup> groups, const spec::Arguments& a) {
  return std::make_unique<Adam>(std::move(groups),
                                AdamOptions{.beta1 = a.number("beta1"),
                                            .beta2 = a.number("beta2"),
                                            .eps = a.number("eps"),
                                            .eps_inside = a.flag("eps_inside"),
                                            .eps_hat = a.flag("eps_hat"),
                                            .bias_correction = a.flag("bias_correction"),
                                            .coupling = coupling_of(a)});
}

}  // namespace

OptimizerEntry adam_entry() {
  return {
      .signature = {.name = "adam",
                    .parameters = adam_parameters("0", "l2"),
                    .formula = "m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, p -= "
                               "lr m^ / (sqrt(v^) + eps)",
                    .help = "steps scaled by running moments of the gradient",
                    .source = "Kingma and Ba 2015 (arXiv:1412.6980)"},
      .state = "m, v",
      .rate_enters =
          "multiplies a direction of about unit size: the rate is the step length of each element",
      .make = make_adam};
}

OptimizerEntry adamw_entry() {
  return {.signature = {.name = "adamw",
                        .parameters = adam_parameters("0.01", "decoupled"),
                        .formula = "p -= lr wd p, then as adam",
                        .help = "Adam with decoupled weight decay",
                        .source = "Loshchilov and Hutter 2019 (arXiv:1711.05101)"},
          .state = "m, v",
          .rate_enters =
              "multiplies the direction and, with coupling=decoupled, the weight decay: total "
              "shrinkage is prod(1 - lr_t wd)",
          .warning =
              "a schedule that decays the rate decays the weight decay with it; coupling=squared "
              "or independent change that",
          .warn_when = WarnWhen::kDecay,
          .make = make_adam};
}

}}  // namespace anneal::ANNEAL_PRECISION
