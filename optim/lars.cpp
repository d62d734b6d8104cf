#include "optim/lars.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kVelocity = 0;  // position in RuleTraits

RuleTraits lars_traits(const LarsOptions& options) {
  return {.name = "lars",
          .tensors = {{.name = "v"}},
          .momentum = options.momentum,
          .coupling = options.coupling};
}

}  // namespace

Lars::Lars(std::vector<ParameterGroup> groups, const LarsOptions& options)
    : Optimizer(std::move(groups), lars_traits(options)), options_(options) {
  check_fraction("lars", "momentum", options.momentum);
  check_positive("lars", "trust", options.trust);
}

void Lars::update_parameter(const ParameterUpdate& u) const {
  double ratio = 1.0;
  if (options_.adapt_biases || u.parameter->role == ParameterRole::kWeight) {
    const double p_norm = norm(*u.value);
    const double g_norm = norm(*u.gradient);
    if (p_norm > 0.0 && g_norm > 0.0) {
      ratio = options_.trust * p_norm / (g_norm + u.l2 * p_norm);
    }
  }
  const bool inside = options_.rate == VelocityRate::kInside;
  const Scalar mu = to_scalar(u.momentum);
  const Scalar from_g = to_scalar(inside ? u.lr * ratio : ratio);
  const Scalar step = to_scalar(inside ? 1.0 : u.lr);

  update_elements<kVelocity>(u, [=](Scalar g, Scalar& v) {
    v = mu * v + from_g * g;
    return step * v;
  });
}

OptimizerEntry lars_entry() {
  return {
      .signature = {.name = "lars",
                    .parameters = with_weight_decay(
                        {lr_parameter("1"),
                         fraction_parameter("momentum", "0.9", "mu"),
                         {.name = "trust",
                          .default_text = "1e-3",
                          .range = spec::above(0.0),
                          .help = "share of its norm that a parameter moves at rate 1"},
                         flag_parameter("adapt_biases", "trust ratio for biases and norms too"),
                         velocity_rate_parameter("inside")},
                        "0", "l2"),
                    .formula = "r = trust |p| / (|g| + wd |p|), v = mu v + lr r (g + wd p), p -= v",
                    .help = "SGD in which each layer moves by a share of its norm",
                    .source = "You, Gitman and Ginsburg 2017 (arXiv:1708.03888)"},
      .state = "v",
      .rate_enters =
          "inside the velocity (the paper), so a drop acts after about 1 / (1 - mu) updates; "
          "rate=outside as in sgd",
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Lars>(std::move(groups),
                                      LarsOptions{.momentum = a.number("momentum"),
                                                  .trust = a.number("trust"),
                                                  .adapt_biases = a.flag("adapt_biases"),
                                                  .rate = velocity_rate_of(a),
                                                  .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
