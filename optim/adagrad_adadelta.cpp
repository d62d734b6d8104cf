#include "optim/adagrad_adadelta.h"

#include <cmath>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kSum = 0;  // positions in RuleTraits: of Adagrad
constexpr std::size_t kV = 0;    // of Adadelta
constexpr std::size_t kW = 1;

RuleTraits adagrad_traits(const AdagradOptions& options) {
  return {.name = "adagrad",
          .tensors = {{.name = "sum", .fill = options.initial_sum}},
          .coupling = options.coupling};
}

}  // namespace

Adagrad::Adagrad(std::vector<ParameterGroup> groups, const AdagradOptions& options)
    : Optimizer(std::move(groups), adagrad_traits(options)), options_(options) {
  check_not_negative("adagrad", "lr_decay", options.lr_decay);
  check_not_negative("adagrad", "initial_sum", options.initial_sum);
  check_not_negative("adagrad", "eps", options.eps);
}

void Adagrad::update_parameter(const ParameterUpdate& u) const {
  const double earlier = static_cast<double>(u.t - 1);
  const Scalar step = to_scalar(u.lr / (1.0 + earlier * options_.lr_decay));
  const Scalar keep = to_scalar(u.keep);
  const EpsPlace eps(options_.eps, options_.eps_inside);

  for_each_element<kSum>(u, [=](Scalar& p, Scalar g, Scalar& sum) {
    sum += g * g;
    p = keep * p - step * g / (std::sqrt(sum + eps.inside) + eps.outside);
  });
}

OptimizerEntry adagrad_entry() {
  return {
      .signature = {.name = "adagrad",
                    .parameters = with_weight_decay(
                        {lr_parameter("0.01"),
                         amount_parameter("lr_decay", "0",
                                          "the rate is divided by 1 + (t - 1) lr_decay"),
                         amount_parameter("initial_sum", "0",
                                          "what sum starts from; 0.1 in Keras and Optax"),
                         eps_parameter("1e-10"),
                         flag_parameter("eps_inside", "eps under the root (Keras, Optax)")},
                        "0", "l2"),
                    .formula = "sum += g^2, p -= lr / (1 + (t - 1) lr_decay) g / (sqrt(sum) + eps)",
                    .help = "rates that fall with the squared gradients summed so far",
                    .source = "Duchi, Hazan and Singer 2011",
                    .synonyms = spec::called({"torch.optim.Adagrad"})},
      .state = "sum",
      .rate_enters = "multiplies g / sqrt(sum), which falls like 1 / sqrt(t) by itself",
      .warning =
          "adagrad decays its rate by itself, about like 1 / sqrt(t): a decaying schedule is a "
          "second decay, and so is lr_decay > 0",
      .warn_when = WarnWhen::kDecay,
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Adagrad>(std::move(groups),
                                         AdagradOptions{.lr_decay = a.number("lr_decay"),
                                                        .initial_sum = a.number("initial_sum"),
                                                        .eps = a.number("eps"),
                                                        .eps_inside = a.flag("eps_inside"),
                                                        .coupling = coupling_of(a)});
      }};
}

namespace {

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
  const Scalar keep = to_scalar(u.keep);
  const RunningMean rho(options_.rho);
  const Scalar eps = to_scalar(options_.eps);
  const Scalar lr = to_scalar(u.lr);

  for_each_element<kV, kW>(u, [=](Scalar& p, Scalar g, Scalar& v, Scalar& w) {
    v = rho.mean_square(v, g);
    const Scalar d = std::sqrt(w + eps) / std::sqrt(v + eps) * g;  // with the w of the steps before
    w = rho.mean_square(w, d);
    p = keep * p - lr * d;
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
                    .source = "Zeiler 2012 (arXiv:1212.5701)",
                    .synonyms = spec::called({"torch.optim.Adadelta"})},
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
