#include "optim/adam.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kM = 0;  // positions in RuleTraits
constexpr std::size_t kV = 1;
constexpr std::size_t kVMax = 2;  // of Amsgrad
constexpr std::size_t kU = 1;     // of Adamax

RuleTraits adam_traits(const AdamOptions& options) {
  return {.name = "adam",
          .tensors = {{.name = "m"}, {.name = "v"}},
          .momentum = options.beta1,
          .coupling = options.coupling};
}

}  // namespace

Adam::Adam(std::vector<ParameterGroup> groups, const AdamOptions& options)
    : Optimizer(std::move(groups), adam_traits(options)), options_(options) {
  check_fraction("adam", "beta1", options.beta1);
  check_fraction("adam", "beta2", options.beta2);
  check_not_negative("adam", "eps", options.eps);
  check(!(options.eps_inside && options.eps_hat),
        "adam: eps_inside and eps_hat exclude each other");
}

void Adam::update_parameter(const ParameterUpdate& u) const {
  const bool corrected = options_.bias_correction;
  const double c1 = corrected ? bias_correction(u.momentum, u.t) : 1.0;
  const double c2 = corrected ? bias_correction(options_.beta2, u.t) : 1.0;
  const double root2 = std::sqrt(c2);
  const Scalar keep = to_scalar(u.keep);
  const RunningMean beta1(u.momentum);
  const RunningMean beta2(options_.beta2);
  // sqrt(v / c2 + eps) = sqrt(v + c2 eps) / sqrt(c2), and the root of c2 is in the step.
  const double folded = options_.eps_inside ? c2 : options_.eps_hat ? 1.0 : root2;
  const EpsPlace eps(folded * options_.eps, options_.eps_inside);
  const Scalar step = to_scalar(u.lr / c1 * root2);

  for_each_element<kM, kV>(u, [=](Scalar& p, Scalar g, Scalar& m, Scalar& v) {
    m = beta1.mean(m, g);
    v = beta2.mean_square(v, g);
    p = keep * p - step * m / (std::sqrt(v + eps.inside) + eps.outside);
  });
}

namespace {

std::vector<spec::Parameter> adam_parameters(const char* decay, const char* coupling) {
  return with_weight_decay({lr_parameter("1e-3"),
                            beta1_parameter(),
                            beta2_parameter(),
                            eps_parameter("1e-8"),
                            flag_parameter("eps_inside", "eps under the root (Optax: eps_root)"),
                            flag_parameter("eps_hat", "eps beside the root of the raw v (Keras)"),
                            {.name = "bias_correction",
                             .kind = spec::ValueKind::kFlag,
                             .default_text = "true",
                             .help = "divide m and v by 1 - beta^t"}},
                           decay, coupling);
}

std::unique_ptr<Optimizer> make_adam(std::vector<ParameterGroup> groups, const spec::Arguments& a) {
  return std::make_unique<Adam>(std::move(groups),
                                AdamOptions{.beta1 = a.number("beta1"),
                                            .beta2 = a.number("beta2"),
                                            .eps = a.number("eps"),
                                            .eps_inside = a.flag("eps_inside"),
                                            .eps_hat = a.flag("eps_hat"),
                                            .bias_correction = a.flag("bias_correction"),
                                            .coupling = coupling_of(a)});
}

// PyTorch's flag is a rule of its own here.
spec::Skipped amsgrad_off() {
  return {.name = "amsgrad", .value = "false", .otherwise = "write amsgrad(lr=1e-3)"};
}

std::vector<spec::Synonym> adamw_synonyms() {
  std::vector<spec::Synonym> all = spec::called({"torch.optim.AdamW"});
  all.push_back({.name = "optax.adamw",
                 .instead = "adamw(weight_decay=1e-4)",
                 .because = "Optax has another weight decay"});
  all.push_back({.name = "keras.optimizers.AdamW",
                 .instead = "adamw(weight_decay=0.004, eps=1e-7, eps_hat=true)",
                 .because = "Keras has another eps and weight decay"});
  return all;
}

}  // namespace

OptimizerEntry adam_entry() {
  return {
      .signature = {.name = "adam",
                    .parameters = adam_parameters("0", "l2"),
                    .formula = "m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, p -= "
                               "lr m^ / (sqrt(v^) + eps)",
                    .help = "steps scaled by running moments of the gradient",
                    .source = "Kingma and Ba 2015 (arXiv:1412.6980)",
                    .synonyms = spec::called(
                        {"torch.optim.Adam", "optax.adam"},
                        spec::unlike({"keras.optimizers.Adam"}, "adam(eps=1e-7, eps_hat=true)",
                                     "Keras has another eps")),
                    .skipped = {amsgrad_off()}},
      .state = "m, v",
      .rate_enters =
          "multiplies a direction of about unit size: the rate is the step length of each element",
      .bias_corrected = true,
      .make = make_adam};
}

OptimizerEntry adamw_entry() {
  return {.signature = {.name = "adamw",
                        .parameters = adam_parameters("0.01", "decoupled"),
                        .formula = "p -= lr wd p, then as adam",
                        .help = "Adam with decoupled weight decay",
                        .source = "Loshchilov and Hutter 2019 (arXiv:1711.05101)",
                        .synonyms = adamw_synonyms(),
                        .skipped = {amsgrad_off()}},
          .state = "m, v",
          .rate_enters =
              "multiplies the direction and, with coupling=decoupled, the weight decay: total "
              "shrinkage is prod(1 - lr_t wd)",
          .warning =
              "a schedule that decays the rate decays the weight decay with it; coupling=squared "
              "or independent change that",
          .warn_when = WarnWhen::kDecay,
          .usual = true,
          .bias_corrected = true,
          .make = make_adam};
}

namespace {

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
  const Scalar keep = to_scalar(u.keep);
  const RunningMean beta1(u.momentum);
  const RunningMean beta2(options_.beta2);
  const Scalar eps = to_scalar(root2 * options_.eps);
  const Scalar step = to_scalar(u.lr / bias_correction(u.momentum, u.t) * root2);

  for_each_element<kM, kV, kVMax>(u, [=](Scalar& p, Scalar g, Scalar& m, Scalar& v, Scalar& v_max) {
    m = beta1.mean(m, g);
    v = beta2.mean_square(v, g);
    v_max = v > v_max ? v : v_max;  // of the raw v: the correction comes after
    p = keep * p - step * m / (std::sqrt(v_max) + eps);
  });
}

OptimizerEntry amsgrad_entry() {
  return {.signature = {.name = "amsgrad",
                        .parameters = with_weight_decay({lr_parameter("1e-3"), beta1_parameter(),
                                                         beta2_parameter(), eps_parameter("1e-8")},
                                                        "0", "l2"),
                        .formula = "as adam with v_max = max(v_max, v) in place of v",
                        .help = "Adam whose second moment never falls",
                        .source = "Reddi et al. 2018 (arXiv:1904.09237)",
                        .synonyms = spec::called({"optax.amsgrad"})},
          .state = "m, v, v_max",
          .rate_enters = "as in adam",
          .bias_corrected = true,
          .make = [](std::vector<ParameterGroup> groups,
                     const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
            return std::make_unique<Amsgrad>(std::move(groups),
                                             AmsgradOptions{.beta1 = a.number("beta1"),
                                                            .beta2 = a.number("beta2"),
                                                            .eps = a.number("eps"),
                                                            .coupling = coupling_of(a)});
          }};
}

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
  const Scalar keep = to_scalar(u.keep);
  const RunningMean beta1(u.momentum);
  const Scalar beta2 = to_scalar(options_.beta2);
  const Scalar eps = to_scalar(options_.eps);
  const Scalar step =
      to_scalar(u.lr / bias_correction(u.momentum, u.t));  // u, a maximum, has no bias

  for_each_element<kM, kU>(u, [=](Scalar& p, Scalar g, Scalar& m, Scalar& largest) {
    m = beta1.mean(m, g);
    const Scalar faded = beta2 * largest;
    const Scalar fresh = std::abs(g) + eps;
    largest = faded > fresh ? faded : fresh;
    p = keep * p - step * m / largest;
  });
}

OptimizerEntry adamax_entry() {
  return {.signature = {.name = "adamax",
                        .parameters = with_weight_decay(
                            {lr_parameter("2e-3"), beta1_parameter(),
                             with_beta_synonyms(fraction_parameter(
                                 "beta2", "0.999", "how slowly the largest gradient is forgotten")),
                             eps_parameter("1e-8")},
                            "0", "l2"),
                        .formula = "u = max(beta2 u, |g| + eps), p -= lr m^ / u",
                        .help = "Adam with the largest recent gradient in place of v",
                        .source = "Kingma and Ba 2015 (arXiv:1412.6980), alg. 2",
                        .synonyms = spec::called({"torch.optim.Adamax"})},
          .state = "m, u",
          .rate_enters = "as in adam",
          .bias_corrected = true,
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
