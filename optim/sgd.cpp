#include "optim/sgd.h"

#include <cstddef>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

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
  const Scalar keep = to_scalar(u.keep);
  if (u.tensors.empty()) {
    const Scalar lr = to_scalar(u.lr);
    for_each_element(u, [=](Scalar& p, Scalar g) { p = keep * p - lr * g; });
    return;
  }

  // Both forms are v = from_v v + from_g g, then p -= step_g g + step_v v.
  const bool inside = options_.rate == VelocityRate::kInside;
  double from_v = u.momentum;
  if (options_.goyal_correction) {
    double& last_rate = u.numbers[kLastRate];  // what is in v was multiplied by it
    from_v *= last_rate > 0.0 ? u.lr / last_rate : 1.0;
    last_rate = u.lr;
  }
  const double undamped = u.t == 1 ? 1.0 : 1.0 - options_.dampening;  // PyTorch begins with v = g
  const double step = inside ? 1.0 : u.lr;

  const Scalar a = to_scalar(from_v);
  const Scalar b = to_scalar(inside ? u.lr : undamped);
  const Scalar step_g = to_scalar(options_.nesterov ? u.lr : 0.0);
  const Scalar step_v = to_scalar(options_.nesterov ? step * u.momentum : step);
  for_each_element<kMomentum>(u, [=](Scalar& p, Scalar g, Scalar& v) {
    v = a * v + b * g;
    p = keep * p - (step_g * g + step_v * v);
  });
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
           .source = "Sutskever et al. 2013",
           .synonyms = spec::called({"torch.optim.SGD", "optax.sgd"},
                                    spec::unlike({"keras.optimizers.SGD"}, "sgd(rate=inside)",
                                                 "Keras has the rate inside the velocity"))},
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
