#include "optim/rmsprop.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

namespace {

// Positions in the state. All three are always there, those that are off without a value.
constexpr std::size_t kV = 0;
constexpr std::size_t kB = 1;
constexpr std::size_t kA = 2;

RuleTraits rmsprop_traits(const RmspropOptions& options) {
  constexpr auto never = [](const NamedParameter& /*parameter*/) { return false; };
  RuleTraits traits{.name = "rmsprop",
                    .tensors = {{.name = "v"}, {.name = "b"}, {.name = "a"}},
                    .coupling = options.coupling};
  if (options.momentum > 0.0) {
    traits.momentum = options.momentum;
  } else {
    traits.tensors[kB].kept_for = never;
  }
  if (!options.centered) {
    traits.tensors[kA].kept_for = never;
  }
  return traits;
}

}  // namespace

Rmsprop::Rmsprop(std::vector<ParameterGroup> groups, const RmspropOptions& options)
    : Optimizer(std::move(groups), rmsprop_traits(options)), options_(options) {
  check_fraction("rmsprop", "alpha", options.alpha);
  check_fraction("rmsprop", "momentum", options.momentum);
  check_not_negative("rmsprop", "eps", options.eps);
}

void Rmsprop::update_parameter(const ParameterUpdate& u) const {
  const Scalar keep = to_scalar(u.keep);
  const RunningMean alpha(options_.alpha);
  const EpsPlace eps(options_.eps, options_.eps_inside);
  const Scalar mu = to_scalar(u.momentum);
  const Scalar lr = to_scalar(u.lr);
  const bool inside = options_.rate == VelocityRate::kInside;
  const Scalar into_b = inside ? lr : Scalar{1};
  const Scalar step = inside ? Scalar{1} : lr;

  const auto plain = [=](Scalar g, Scalar& v) {
    v = alpha.mean_square(v, g);
    return g / (std::sqrt(v + eps.inside) + eps.outside);
  };
  const auto centered = [=](Scalar g, Scalar& v, Scalar& a) {
    v = alpha.mean_square(v, g);
    a = alpha.mean(a, g);
    const Scalar variance = v - a * a;  // below 0 by rounding only
    return g / (std::sqrt((variance > 0 ? variance : Scalar{0}) + eps.inside) + eps.outside);
  };

  // One loop for each combination, so that none carries the branches and tensors of the others.
  const bool momentum = options_.momentum > 0.0;
  if (momentum && options_.centered) {
    for_each_element<kV, kB, kA>(u, [=](Scalar& p, Scalar g, Scalar& v, Scalar& b, Scalar& a) {
      const Scalar d = centered(g, v, a);
      b = mu * b + into_b * d;
      p = keep * p - step * b;
    });
  } else if (momentum) {
    for_each_element<kV, kB>(u, [=](Scalar& p, Scalar g, Scalar& v, Scalar& b) {
      const Scalar d = plain(g, v);
      b = mu * b + into_b * d;
      p = keep * p - step * b;
    });
  } else if (options_.centered) {
    for_each_element<kV, kA>(u, [=](Scalar& p, Scalar g, Scalar& v, Scalar& a) {
      const Scalar d = centered(g, v, a);
      p = keep * p - lr * d;
    });
  } else {
    for_each_element<kV>(u, [=](Scalar& p, Scalar g, Scalar& v) {
      const Scalar d = plain(g, v);
      p = keep * p - lr * d;
    });
  }
}

namespace {

spec::Parameter alpha_parameter() {
  spec::Parameter alpha = fraction_parameter("alpha", "0.99", "share of the old v that stays");
  alpha.synonyms = spec::called({"rho", "beta2"},
                                spec::unlike({"decay"}, "alpha={}", "it is called alpha here"));
  return alpha;
}

}  // namespace

OptimizerEntry rmsprop_entry() {
  return {
      .signature = {.name = "rmsprop",
                    .parameters = with_weight_decay(
                        {lr_parameter("0.01"), alpha_parameter(), eps_parameter("1e-8"),
                         flag_parameter("eps_inside", "eps under the root (TensorFlow, Optax)"),
                         fraction_parameter("momentum", "0", "mu; 0 for none"),
                         velocity_rate_parameter("outside"),
                         flag_parameter("centered", "divide by the standard deviation")},
                        "0", "l2"),
                    .formula =
                        "v = alpha v + (1 - alpha) g^2, b = mu b + g / (sqrt(v) + eps), p -= lr b",
                    .help = "steps scaled by the root mean square of recent gradients",
                    .source = "Tieleman and Hinton 2012, lecture 6.5",
                    .synonyms = spec::called(
                        {"torch.optim.RMSprop"},
                        spec::unlike({"keras.optimizers.RMSprop"},
                                     "rmsprop(lr=0.001, alpha=0.9, eps=1e-7, eps_inside=true, "
                                     "rate=inside)",
                                     "Keras has other defaults"))},
      .state = "v, b unless momentum = 0, a if centered",
      .rate_enters = "as in sgd, on the scaled gradient",
      .warning =
          "v starts at 0 without a bias correction: the first steps are about 1 / sqrt(1 - alpha) "
          "times too long, which a warmup hides",
      .warn_when = WarnWhen::kNoWarmup,
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Rmsprop>(std::move(groups),
                                         RmspropOptions{.alpha = a.number("alpha"),
                                                        .eps = a.number("eps"),
                                                        .eps_inside = a.flag("eps_inside"),
                                                        .momentum = a.number("momentum"),
                                                        .rate = velocity_rate_of(a),
                                                        .centered = a.flag("centered"),
                                                        .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
