#include "optim/adamax.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kM = 0;  // positions in RuleTraits
constexpr std::size_t kU = 1;

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
  const RunningMean beta1(u.momentum);
  const Scalar beta2 = to_scalar(options_.beta2);
  const Scalar eps = to_scalar(options_.eps);
  const Scalar step = to_scalar(u.lr / bias_correction(u.momentum, u.t));  // u, a maximum, has no bias

  update_elements<kM, kU>(u, [=](Scalar g, Scalar& m, Scalar& largest) {
    m = beta1.mean(m, g);
    const Scalar faded = beta2 * largest;
    const Scalar fresh = std::abs(g) + eps;
    largest = faded > fresh ? faded : fresh;
    return step * m / largest;
  });
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
