#include "optim/nadam_radam.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kM = 0;  // positions in RuleTraits
constexpr std::size_t kV = 1;
constexpr std::size_t kMuProduct = 0;

/// mu_t: beta1 on its way from about half of it to all of it.
double warmed_up(double beta1, double momentum_decay, std::int64_t t) {
  return beta1 * (1.0 - 0.5 * std::pow(0.96, static_cast<double>(t) * momentum_decay));
}

RuleTraits nadam_traits(const NadamOptions& options) {
  return {.name = "nadam",
          .tensors = {{.name = "m"}, {.name = "v"}},
          .numbers = {"mu_product"},
          .momentum = options.beta1,
          .coupling = options.coupling};
}

}  // namespace

Nadam::Nadam(std::vector<ParameterGroup> groups, const NadamOptions& options)
    : Optimizer(std::move(groups), nadam_traits(options)), options_(options) {
  check_fraction("nadam", "beta1", options.beta1);
  check_fraction("nadam", "beta2", options.beta2);
  check_not_negative("nadam", "eps", options.eps);
  check_not_negative("nadam", "momentum_decay", options.momentum_decay);
}

void Nadam::update_parameter(const ParameterUpdate& u) const {
  const double mu = warmed_up(u.momentum, options_.momentum_decay, u.t);
  const double mu_next = warmed_up(u.momentum, options_.momentum_decay, u.t + 1);
  double& mu_product = u.numbers[kMuProduct];
  mu_product = u.t == 1 ? mu : mu_product * mu;  // kept, since beta1 may have a schedule

  const double root2 = std::sqrt(bias_correction(options_.beta2, u.t));
  const Scalar keep = to_scalar(u.keep);
  const RunningMean beta1(u.momentum);
  const RunningMean beta2(options_.beta2);
  const Scalar eps = to_scalar(root2 * options_.eps);
  const Scalar step_g = to_scalar(u.lr * root2 * (1.0 - mu) / (1.0 - mu_product));
  const Scalar step_m = to_scalar(u.lr * root2 * mu_next / (1.0 - mu_product * mu_next));

  for_each_element<kM, kV>(u, [=](Scalar& p, Scalar g, Scalar& m, Scalar& v) {
    m = beta1.mean(m, g);
    v = beta2.mean_square(v, g);
    p = keep * p - (step_g * g + step_m * m) / (std::sqrt(v) + eps);
  });
}

OptimizerEntry nadam_entry() {
  return {
      .signature = {.name = "nadam",
                    .parameters = with_weight_decay(
                        {lr_parameter("2e-3"), beta1_parameter(), beta2_parameter(),
                         eps_parameter("1e-8"),
                         amount_parameter("momentum_decay", "4e-3",
                                          "how fast beta1 warms up from half of its value")},
                        "0", "l2"),
                    .formula =
                        "mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2), p -= lr [(1 - mu_t) g / "
                        "(1 - P_t) + mu_(t+1) m / (1 - P_t mu_(t+1))] / (sqrt(v^) + eps)",
                    .help = "Adam with Nesterov momentum",
                    .source = "Dozat 2016",
                    .synonyms = spec::called({"torch.optim.NAdam"})},
      .state = "m, v, the number mu_product",
      .rate_enters = "as in adam",
      .warning = "nadam has a schedule of its momentum built in: a momentum schedule multiplies it",
      .warn_when = WarnWhen::kMomentumSchedule,
      .bias_corrected = true,
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Nadam>(std::move(groups),
                                       NadamOptions{.beta1 = a.number("beta1"),
                                                    .beta2 = a.number("beta2"),
                                                    .eps = a.number("eps"),
                                                    .momentum_decay = a.number("momentum_decay"),
                                                    .coupling = coupling_of(a)});
      }};
}

namespace {

RuleTraits radam_traits(const RadamOptions& options) {
  return {.name = "radam",
          .tensors = {{.name = "m"}, {.name = "v"}},
          .momentum = options.beta1,
          .coupling = options.coupling};
}

double rho_infinity(double beta2) {
  return 2.0 / (1.0 - beta2) - 1.0;
}

}  // namespace

double radam_rho(double beta2, std::int64_t t) {
  const double steps = static_cast<double>(t);
  const double power = std::pow(beta2, steps);
  return rho_infinity(beta2) - 2.0 * steps * power / (1.0 - power);
}

double radam_rectification(double beta2, std::int64_t t) {
  const double rho_inf = rho_infinity(beta2);
  const double rho = radam_rho(beta2, t);
  if (!(rho > 4.0)) {
    return 0.0;
  }
  return std::sqrt((rho - 4.0) * (rho - 2.0) * rho_inf / ((rho_inf - 4.0) * (rho_inf - 2.0) * rho));
}

Radam::Radam(std::vector<ParameterGroup> groups, const RadamOptions& options)
    : Optimizer(std::move(groups), radam_traits(options)), options_(options) {
  check_fraction("radam", "beta1", options.beta1);
  check_fraction("radam", "beta2", options.beta2);
  check_not_negative("radam", "eps", options.eps);
  check(options.threshold >= 4.0, "radam: threshold must be >= 4, got ", options.threshold);
}

void Radam::update_parameter(const ParameterUpdate& u) const {
  const bool rectified = radam_rho(options_.beta2, u.t) > options_.threshold;
  const double step_of_m = u.lr / bias_correction(u.momentum, u.t);
  const double adaptive = step_of_m * radam_rectification(options_.beta2, u.t) *
                          std::sqrt(bias_correction(options_.beta2, u.t));
  const Scalar keep = to_scalar(u.keep);
  const RunningMean beta1(u.momentum);
  const RunningMean beta2(options_.beta2);
  const Scalar eps = to_scalar(options_.eps);
  const Scalar plain_step = to_scalar(rectified ? 0.0 : step_of_m);
  const Scalar adaptive_step = to_scalar(rectified ? adaptive : 0.0);

  for_each_element<kM, kV>(u, [=](Scalar& p, Scalar g, Scalar& m, Scalar& v) {
    m = beta1.mean(m, g);
    v = beta2.mean_square(v, g);
    const Scalar denominator = rectified ? std::sqrt(v) + eps : Scalar{1};
    p = keep * p - (rectified ? adaptive_step : plain_step) * m / denominator;
  });
}

OptimizerEntry radam_entry() {
  return {
      .signature = {.name = "radam",
                    .parameters = with_weight_decay(
                        {lr_parameter("1e-3"),
                         beta1_parameter(),
                         beta2_parameter(),
                         eps_parameter("1e-8"),
                         {.name = "threshold",
                          .default_text = "5",
                          .range = spec::at_least(4.0),
                          .help = "rho above which the rectified step begins; 4 in the paper"}},
                        "0", "l2"),
                    .formula = "as adam times r_t once rho_t > threshold, before that p -= lr m^",
                    .help = "Adam with its own warmup of the rate",
                    .source = "Liu et al. 2020 (arXiv:1908.03265)",
                    .synonyms = spec::called({"torch.optim.RAdam"})},
      .state = "m, v",
      .rate_enters =
          "multiplies r_t, which rises from 0 to 1 like a warmup; in the first 5 updates the "
          "direction is not normalised",
      .warning =
          "radam warms its rate up by itself, about 1000 updates' worth for beta2 = 0.999: a "
          "warmup in the schedule is a second one",
      .warn_when = WarnWhen::kWarmup,
      .bias_corrected = true,
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Radam>(std::move(groups),
                                       RadamOptions{.beta1 = a.number("beta1"),
                                                    .beta2 = a.number("beta2"),
                                                    .eps = a.number("eps"),
                                                    .threshold = a.number("threshold"),
                                                    .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
