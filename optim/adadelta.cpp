#include "optim/adadelta.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kV = 0;  // positions in RuleTraits
constexpr std::size_t kW = 1;

RuleTraits adadelta_traits(const AdadeltaOptions& options) {
  return {
      .name = "adadelta", .tensors = {{.name = "v"}, {.name = "w"}}, .coupling = options.coupling};
}

}  // namespace

Adadelta::Adadelta(std::vector<ParameterGroup> groups, const AdadeltaOptions& options)
    : Optimizer(std::move(groups), adadelta_traits(options)), options_(options) {
  check_fraction("adadelta", "rho", options.rho);
  check_positive("adadelta", "eps", options.eps);
}

void Adadelta::update_parameter(const ParameterUpdate& u) const {
  const RunningMean rho(options_.rho);
  const Scalar eps = to_scalar(options_.eps);
  const Scalar lr = to_scalar(u.lr);

  update_elements<kV, kW>(u, [=](Scalar g, Scalar& v, Scalar& w) {
    v = rho.mean_square(v, g);
    const Scalar d = std::sqrt(w + eps) / std::sqrt(v + eps) * g;  // with the w of the steps before
    w = rho.mean_square(w, d);
    return lr * d;
  });
}

OptimizerEntry adadelta_entry() {
  return {
      .signature = {.name = "adadelta",
                    .parameters = with_weight_decay(
                        {lr_parameter("1"),
                         fraction_parameter("rho", "0.9", "share of the old averages that stays"),
                         amount_parameter("eps", "1e-6",
                                          "under both roots; it also sets the first steps")},
                        "0", "l2"),
                    .formula = "d = sqrt(w + eps) / sqrt(v + eps) g, p -= lr d",
                    .help = "steps in the units of the parameter",
                    .source = "Zeiler 2012 (arXiv:1212.5701)"},
      .state = "v, w",
      .rate_enters =
          "multiplies a step that has its own length; w does not see it, so a change of the rate "
          "is not forgotten",
      .warning =
          "adadelta finds its step length by itself, slowly from sqrt(eps): that is a warmup of "
          "its own; the base rate is 1",
      .warn_when = WarnWhen::kWarmup,
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Adadelta>(
            std::move(groups),
            AdadeltaOptions{
                .rho = a.number("rho"), .eps = a.number("eps"), .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
