#include "optim/rmsprop.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule_checks.h"

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

namespace {

/// The loop, compiled once for each combination, so that none carries the others' branches.
template <bool kCentered, bool kMomentum>
void rmsprop_loop(const ParameterUpdate& u, const RmspropOptions& options) {
  const bool rate_inside = options.rate == VelocityRate::kInside;
  const Index size = u.value->size();
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  Scalar* __restrict v = u.tensors[kV].data();
  Scalar* __restrict b = u.tensors[kB].data();
  Scalar* __restrict a = u.tensors[kA].data();
  const Scalar keep = static_cast<Scalar>(u.keep);
  const Scalar l2 = static_cast<Scalar>(u.l2);
  const Scalar alpha = static_cast<Scalar>(options.alpha);
  const Scalar one_minus_alpha = static_cast<Scalar>(1.0 - options.alpha);
  const Scalar inside = static_cast<Scalar>(options.eps_inside ? options.eps : 0.0);
  const Scalar outside = static_cast<Scalar>(options.eps_inside ? 0.0 : options.eps);
  const Scalar mu = static_cast<Scalar>(u.momentum);
  const Scalar lr = static_cast<Scalar>(u.lr);
  const Scalar into_velocity = rate_inside ? lr : Scalar{1};
  const Scalar step = rate_inside ? Scalar{1} : lr;

  for (Index i = 0; i < size; ++i) {
    const Scalar gradient = g[i] + l2 * p[i];
    v[i] = alpha * v[i] + one_minus_alpha * gradient * gradient;
    Scalar spread = v[i];
    if constexpr (kCentered) {
      a[i] = alpha * a[i] + one_minus_alpha * gradient;
      spread -= a[i] * a[i];
      spread = spread > 0 ? spread : Scalar{0};
    }
    const Scalar direction = gradient / (std::sqrt(spread + inside) + outside);
    if constexpr (kMomentum) {
      b[i] = mu * b[i] + into_velocity * direction;
      p[i] = keep * p[i] - step * b[i];
    } else {
      p[i] = keep * p[i] - lr * direction;
    }
  }
}

}  // namespace

void Rmsprop::update_parameter(const ParameterUpdate& u) const {
  const bool momentum = options_.momentum > 0.0;
  if (options_.centered) {
    momentum ? rmsprop_loop<true, true>(u, options_) : rmsprop_loop<true, false>(u, options_);
  } else {
    momentum ? rmsprop_loop<false, true>(u, options_) : rmsprop_loop<false, false>(u, options_);
  }
}

OptimizerEntry rmsprop_entry() {
  return {
      .signature = {.name = "rmsprop",
                    .parameters = with_weight_decay(
                        {lr_parameter("0.01"),
                         fraction_parameter("alpha", "0.99", "share of the old v that stays"),
                         eps_parameter("1e-8"),
                         flag_parameter("eps_inside", "eps under the root (TensorFlow, Optax)"),
                         fraction_parameter("momentum", "0", "mu; 0 for none"),
                         velocity_rate_parameter("outside"),
                         flag_parameter("centered", "divide by the standard deviation")},
                        "0", "l2"),
                    .formula =
                        "v = alpha v + (1 - alpha) g^2, b = mu b + g / (sqrt(v) + eps), p -= lr b",
                    .help = "steps scaled by the root mean square of recent gradients",
                    .source = "Tieleman and Hinton 2012, lecture 6.5"},
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
