#include "optim/amsgrad.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kM = 0;  // positions in RuleTraits
constexpr std::size_t kV = 1;
constexpr std::size_t kVMax = 2;

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
  const double root2 = std::sqrt(bias_correction(options_.beta2, u.t));
  const RunningMean beta1(u.momentum);
  const RunningMean beta2(options_.beta2);
  const Scalar eps = to_scalar(root2 * options_.eps);
  const Scalar step = to_scalar(u.lr / bias_correction(u.momentum, u.t) * root2);

  update_elements<kM, kV, kVMax>(u, [=](Scalar g, Scalar& m, Scalar& v, Scalar& v_max) {
    m = beta1.mean(m, g);
    v = beta2.mean_square(v, g);
    v_max = v > v_max ? v : v_max;  // of the raw v: the correction comes after
    return step * m / (std::sqrt(v_max) + eps);
  });
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
