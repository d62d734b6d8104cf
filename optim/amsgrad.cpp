#include "optim/amsgrad.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule_checks.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

namespace {

RuleTraits amsgrad_traits(const AmsgradOptions& options) {
  return {.name = "amsgrad",
          .tensors = {{.name = "m"}, {.name = "v"}, {.name = "v_max"}},
          .momentum = options.beta1,
          .coupling = options.coupling};
}

}  // namespace

Amsgrad::Amsgrad(std::vector<ParameterGroup> groups, const AmsgradOptions& options)
    : Optimizer(std::move(groups), amsgrad_traits(options)), options_(options) {
  check_fraction("amsgrad", "beta1", options.beta1);
  check_fraction("amsgrad", "beta2", options.beta2);
  check_not_negative("amsgrad", "eps", options.eps);
}

void Amsgrad::update_parameter(const ParameterUpdate& u) const {
  const double t = static_cast<double>(u.t);
  const double correction1 = 1.0 - std::pow(u.momentum, t);
  const double root2 = std::sqrt(1.0 - std::pow(options_.beta2, t));

  const Index size = u.value->size();
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  Scalar* __restrict m = u.tensors[0].data();
  Scalar* __restrict v = u.tensors[1].data();
  Scalar* __restrict v_max = u.tensors[2].data();
  const Scalar keep = static_cast<Scalar>(u.keep);
  const Scalar l2 = static_cast<Scalar>(u.l2);
  const Scalar beta1 = static_cast<Scalar>(u.momentum);
  const Scalar beta2 = static_cast<Scalar>(options_.beta2);
  const Scalar one_minus_beta1 = static_cast<Scalar>(1.0 - u.momentum);
  const Scalar one_minus_beta2 = static_cast<Scalar>(1.0 - options_.beta2);
  const Scalar eps = static_cast<Scalar>(root2 * options_.eps);
  const Scalar step = static_cast<Scalar>(u.lr / correction1 * root2);

  for (Index i = 0; i < size; ++i) {
    const Scalar gradient = g[i] + l2 * p[i];
    m[i] = beta1 * m[i] + one_minus_beta1 * gradient;
    v[i] = beta2 * v[i] + one_minus_beta2 * gradient * gradient;
    v_max[i] = v[i] > v_max[i] ? v[i] : v_max[i];
    p[i] = keep * p[i] - step * m[i] / (std::sqrt(v_max[i]) + eps);
  }
}

OptimizerEntry amsgrad_entry() {
  return {.signature = {.name = "amsgrad",
                        .parameters = with_weight_decay({lr_parameter("1e-3"), beta1_parameter(),
                                                         beta2_parameter(), eps_parameter("1e-8")},
                                                        "0", "l2"),
                        .formula = "as adam with v_max = max(v_max, v) in place of v",
                        .help = "Adam whose second moment never falls",
                        .source = "Reddi et al. 2018 (arXiv:1904.09237)"},
          .state = "m, v, v_max",
          .rate_enters = "as in adam",
          .make = [](std::vector<ParameterGroup> groups,
                     const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
            return std::make_unique<Amsgrad>(std::move(groups),
                                             AmsgradOptions{.beta1 = a.number("beta1"),
                                                            .beta2 = a.number("beta2"),
                                                            .eps = a.number("eps"),
                                                            .coupling = coupling_of(a)});
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
