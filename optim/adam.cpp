#include "optim/adam.h"

#include <cmath>
#include <utility>

#include "core/check.h"

namespace anneal::inline ANNEAL_PRECISION {
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
  check(0.0 <= options.beta1 && options.beta1 < 1.0, "adam: beta1 must be in [0, 1), got ",
        options.beta1);
  check(0.0 <= options.beta2 && options.beta2 < 1.0, "adam: beta2 must be in [0, 1), got ",
        options.beta2);
  check(std::isfinite(options.eps) && options.eps >= 0.0, "adam: eps must be finite and >= 0, got ",
        options.eps);
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

}  // namespace anneal::inline ANNEAL_PRECISION
