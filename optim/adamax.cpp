#include "optim/adamax.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule_checks.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

namespace {

RuleTraits adamax_traits(const AdamaxOptions& options) {
  return {.name = "adamax",
          .tensors = {{.name = "m"}, {.name = "u"}},
          .momentum = options.beta1,
          .coupling = options.coupling};
}

}  // namespace

Adamax::Adamax(std::vector<ParameterGroup> groups, const AdamaxOptions& options)
    : Optimizer(std::move(groups), adamax_traits(options)), options_(options) {
  check_fraction("adamax", "beta1", options.beta1);
  check_fraction("adamax", "beta2", options.beta2);
  check_not_negative("adamax", "eps", options.eps);
}

void Adamax::update_parameter(const ParameterUpdate& u) const {
  const Index size = u.value->size();
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  Scalar* __restrict m = u.tensors[0].data();
  Scalar* __restrict largest = u.tensors[1].data();
  const Scalar keep = static_cast<Scalar>(u.keep);
  const Scalar l2 = static_cast<Scalar>(u.l2);
  const Scalar beta1 = static_cast<Scalar>(u.momentum);
  const Scalar beta2 = static_cast<Scalar>(options_.beta2);
  const Scalar one_minus_beta1 = static_cast<Scalar>(1.0 - u.momentum);
  const Scalar eps = static_cast<Scalar>(options_.eps);
  const Scalar step =
      static_cast<Scalar>(u.lr / (1.0 - std::pow(u.momentum, static_cast<double>(u.t))));

  for (Index i = 0; i < size; ++i) {
    const Scalar gradient = g[i] + l2 * p[i];
    m[i] = beta1 * m[i] + one_minus_beta1 * gradient;
    const Scalar faded = beta2 * largest[i];
    const Scalar fresh = std::abs(gradient) + eps;
    largest[i] = faded > fresh ? faded : fresh;
    p[i] = keep * p[i] - step * m[i] / largest[i];
  }
}

OptimizerEntry adamax_entry() {
  return {.signature = {.name = "adamax",
                        .parameters = with_weight_decay(
                            {lr_parameter("2e-3"), beta1_parameter(),
                             fraction_parameter("beta2", "0.999",
                                                "how slowly the largest gradient is forgotten"),
                             eps_parameter("1e-8")},
                            "0", "l2"),
                        .formula = "u = max(beta2 u, |g| + eps), p -= lr m^ / u",
                        .help = "Adam with the largest recent gradient in place of v",
                        .source = "Kingma and Ba 2015 (arXiv:1412.6980), alg. 2"},
          .state = "m, u",
          .rate_enters = "as in adam",
          .make = [](std::vector<ParameterGroup> groups,
                     const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
            return std::make_unique<Adamax>(std::move(groups),
                                            AdamaxOptions{.beta1 = a.number("beta1"),
                                                          .beta2 = a.number("beta2"),
                                                          .eps = a.number("eps"),
                                                          .coupling = coupling_of(a)});
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
