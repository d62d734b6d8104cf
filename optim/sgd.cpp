#include "optim/sgd.h"

#include <cstddef>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule_checks.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kMomentum = 0;  // positions in RuleTraits
constexpr std::size_t kLastRate = 0;

RuleTraits sgd_traits(const SgdOptions& options) {
  RuleTraits traits{.name = "sgd", .coupling = options.coupling};
  if (options.momentum > 0.0) {
    traits.tensors = {{.name = "momentum"}};
    traits.momentum = options.momentum;
  }
  if (options.goyal_correction) {
    traits.numbers = {"last_rate"};
  }
  return traits;
}

}  // namespace

Sgd::Sgd(std::vector<ParameterGroup> groups, const SgdOptions& options)
    : Optimizer(std::move(groups), sgd_traits(options)), options_(options) {
  const bool inside = options.rate == VelocityRate::kInside;
  check_fraction("sgd", "momentum", options.momentum);
  check_fraction("sgd", "dampening", options.dampening);
  check(!options.nesterov || (options.momentum > 0.0 && options.dampening == 0.0),
        "sgd: nesterov needs momentum > 0 and dampening 0, got ", options.momentum, " and ",
        options.dampening);
  check(!inside || options.dampening == 0.0,
        "sgd: dampening is for the rate outside the velocity, got ", options.dampening,
        " with the rate inside");
  check(inside || !options.goyal_correction,
        "sgd: the Goyal correction is for the rate inside the velocity");
}

void Sgd::update_parameter(const ParameterUpdate& u) const {
  const Index size = u.value->size();
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  const Scalar keep = static_cast<Scalar>(u.keep);
  const Scalar l2 = static_cast<Scalar>(u.l2);

  if (u.tensors.empty()) {
    const Scalar lr = static_cast<Scalar>(u.lr);
    for (Index i = 0; i < size; ++i) {
      p[i] = keep * p[i] - lr * (g[i] + l2 * p[i]);
    }
    return;
  }

  // Both forms are v = from_v v + from_g g, then p -= step_g g + step_v v.
  const bool inside = options_.rate == VelocityRate::kInside;
  const double mu = u.momentum;
  double from_v = mu;
  double from_g = inside ? u.lr : 1.0 - options_.dampening;
  if (!inside && u.t == 1) {
    from_g = 1.0;
  }
  if (options_.goyal_correction) {
    from_v *= u.numbers[kLastRate] > 0.0 ? u.lr / u.numbers[kLastRate] : 1.0;
    u.numbers[kLastRate] = u.lr;
  }
  const double scale = inside ? 1.0 : u.lr;

  Scalar* __restrict v = u.tensors[kMomentum].data();
  const Scalar a = static_cast<Scalar>(from_v);
  const Scalar b = static_cast<Scalar>(from_g);
  const Scalar step_g = static_cast<Scalar>(options_.nesterov ? u.lr : 0.0);
  const Scalar step_v = static_cast<Scalar>(options_.nesterov ? scale * mu : scale);
  for (Index i = 0; i < size; ++i) {
    const Scalar gradient = g[i] + l2 * p[i];
    v[i] = a * v[i] + b * gradient;
    p[i] = keep * p[i] - (step_g * gradient + step_v * v[i]);
  }
}

OptimizerEntry sgd_entry() {
  return {
      .signature =
          {.name = "sgd",
           .parameters = with_weight_decay(
               {lr_parameter("0.01"), fraction_parameter("momentum", "0", "mu; 0 for none"),
                fraction_parameter("dampening", "0", "share of g that does not enter the velocity"),
                flag_parameter("nesterov", "look ahead along the velocity"),
                velocity_rate_parameter("outside"),
                flag_parameter("goyal_correction",
                               "with rate=inside: rescale the velocity when the rate changes")},
               "0", "l2"),
           .formula = "v = mu v + g, p -= lr v",
           .help = "stochastic gradient descent with momentum",
           .source = "Sutskever et al. 2013"},
      .state = "momentum (v), unless momentum = 0",
      .rate_enters =
          "outside: multiplies the whole velocity, so a drop acts at once; inside: only fresh "
          "gradients see it, so a drop acts after about 1 / (1 - mu) updates",
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Sgd>(std::move(groups),
                                     SgdOptions{.momentum = a.number("momentum"),
                                                .dampening = a.number("dampening"),
                                                .nesterov = a.flag("nesterov"),
                                                .rate = velocity_rate_of(a),
                                                .goyal_correction = a.flag("goyal_correction"),
                                                .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
