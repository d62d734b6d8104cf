#include "optim/schedule_free.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule_checks.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kX = 0;  // positions in RuleTraits
constexpr std::size_t kZ = 1;
constexpr std::size_t kV = 2;
constexpr std::size_t kMaxRate = 0;
constexpr std::size_t kWeightSum = 1;

RuleTraits schedule_free_traits(const char* name, double beta, WeightDecay coupling) {
  return {.name = name,
          .tensors = {{.name = "x"}, {.name = "z"}},
          .numbers = {"max_rate", "weight_sum"},
          .momentum = beta,
          .coupling = coupling,
          .evaluation_tensor = kX};
}

RuleTraits adamw_traits(const ScheduleFreeAdamwOptions& options) {
  RuleTraits traits = schedule_free_traits("schedule_free_adamw", options.beta1, options.coupling);
  traits.tensors.push_back({.name = "v"});
  return traits;
}

/// The share c of the new z in the average. Renews the two numbers; in the first update x and z
/// begin as copies of the parameter.
double begin_update(const ParameterUpdate& u, double power) {
  if (u.t == 1) {
    u.tensors[kX] = *u.value;
    u.tensors[kZ] = *u.value;
  }
  double& max_rate = u.numbers[kMaxRate];
  double& weight_sum = u.numbers[kWeightSum];
  max_rate = std::max(max_rate, u.lr);
  const double weight = std::pow(static_cast<double>(u.t), power) * max_rate * max_rate;
  weight_sum += weight;
  return weight_sum > 0.0 ? weight / weight_sum : 0.0;
}

}  // namespace

ScheduleFreeSgd::ScheduleFreeSgd(std::vector<ParameterGroup> groups,
                                 const ScheduleFreeSgdOptions& options)
    : Optimizer(std::move(groups),
                schedule_free_traits("schedule_free_sgd", options.momentum, options.coupling)),
      options_(options) {
  check_fraction("schedule_free_sgd", "momentum", options.momentum);
  check_not_negative("schedule_free_sgd", "power", options.power);
}

void ScheduleFreeSgd::update_parameter(const ParameterUpdate& u) const {
  const Scalar c = static_cast<Scalar>(begin_update(u, options_.power));
  const Index size = u.value->size();
  Scalar* __restrict y = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  Scalar* __restrict x = u.tensors[kX].data();
  Scalar* __restrict z = u.tensors[kZ].data();
  const Scalar l2 = static_cast<Scalar>(u.l2);
  const Scalar lose = static_cast<Scalar>(1.0 - u.keep);
  const Scalar one_minus_beta = static_cast<Scalar>(1.0 - u.momentum);
  const Scalar lr = static_cast<Scalar>(u.lr);

  for (Index i = 0; i < size; ++i) {
    z[i] -= lr * (g[i] + l2 * y[i]) + lose * y[i];
    x[i] += c * (z[i] - x[i]);  // differences, so that x = z = y stays exactly so at rate 0
    y[i] = x[i] + one_minus_beta * (z[i] - x[i]);
  }
}

ScheduleFreeAdamw::ScheduleFreeAdamw(std::vector<ParameterGroup> groups,
                                     const ScheduleFreeAdamwOptions& options)
    : Optimizer(std::move(groups), adamw_traits(options)), options_(options) {
  check_fraction("schedule_free_adamw", "beta1", options.beta1);
  check_fraction("schedule_free_adamw", "beta2", options.beta2);
  check_not_negative("schedule_free_adamw", "eps", options.eps);
  check_not_negative("schedule_free_adamw", "power", options.power);
}

void ScheduleFreeAdamw::update_parameter(const ParameterUpdate& u) const {
  const Scalar c = static_cast<Scalar>(begin_update(u, options_.power));
  const double root2 = std::sqrt(1.0 - std::pow(options_.beta2, static_cast<double>(u.t)));
  const Index size = u.value->size();
  Scalar* __restrict y = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  Scalar* __restrict x = u.tensors[kX].data();
  Scalar* __restrict z = u.tensors[kZ].data();
  Scalar* __restrict v = u.tensors[kV].data();
  const Scalar l2 = static_cast<Scalar>(u.l2);
  const Scalar lose = static_cast<Scalar>(1.0 - u.keep);
  const Scalar one_minus_beta1 = static_cast<Scalar>(1.0 - u.momentum);
  const Scalar beta2 = static_cast<Scalar>(options_.beta2);
  const Scalar one_minus_beta2 = static_cast<Scalar>(1.0 - options_.beta2);
  const Scalar eps = static_cast<Scalar>(root2 * options_.eps);
  const Scalar step = static_cast<Scalar>(u.lr * root2);

  for (Index i = 0; i < size; ++i) {
    const Scalar gradient = g[i] + l2 * y[i];
    v[i] = beta2 * v[i] + one_minus_beta2 * gradient * gradient;
    z[i] -= step * gradient / (std::sqrt(v[i]) + eps) + lose * y[i];
    x[i] += c * (z[i] - x[i]);
    y[i] = x[i] + one_minus_beta1 * (z[i] - x[i]);
  }
}

OptimizerEntry schedule_free_sgd_entry() {
  return {
      .signature = {.name = "schedule_free_sgd",
                    .parameters = with_weight_decay(
                        {lr_parameter("0.1"),
                         fraction_parameter("momentum", "0.9",
                                            "beta: how close gradients are taken to the average"),
                         amount_parameter(
                             "power", "0",
                             "update t weighs t^power times the largest squared rate so far")},
                        "0", "l2"),
                    .formula = "z -= lr g(y), x = (1 - c) x + c z, y = (1 - beta) z + beta x",
                    .help = "SGD that averages instead of decaying its rate",
                    .source = "Defazio et al. 2024 (arXiv:2405.15682)"},
      .state = "x, z, the numbers max_rate and weight_sum",
      .rate_enters = "multiplies the steps of z; the model is judged at the average x",
      .warning =
          "the average already does what a decay does: use constant or warmup then constant; a "
          "decaying schedule is a second decay",
      .warn_when = WarnWhen::kDecay,
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<ScheduleFreeSgd>(
            std::move(groups), ScheduleFreeSgdOptions{.momentum = a.number("momentum"),
                                                      .power = a.number("power"),
                                                      .coupling = coupling_of(a)});
      }};
}

OptimizerEntry schedule_free_adamw_entry() {
  return {
      .signature =
          {.name = "schedule_free_adamw",
           .parameters = with_weight_decay(
               {lr_parameter("2.5e-3"),
                fraction_parameter("beta1", "0.9",
                                   "beta: how close gradients are taken to the average"),
                beta2_parameter(), eps_parameter("1e-8"),
                amount_parameter("power", "0",
                                 "update t weighs t^power times the largest squared rate so far")},
               "0", "decoupled"),
           .formula =
               "z -= lr g(y) / (sqrt(v^) + eps), x = (1 - c) x + c z, y = (1 - beta1) z + beta1 x",
           .help = "AdamW that averages instead of decaying its rate",
           .source = "Defazio et al. 2024 (arXiv:2405.15682)"},
      .state = "x, z, v, the numbers max_rate and weight_sum",
      .rate_enters = "multiplies the steps of z; the model is judged at the average x",
      .warning =
          "the average already does what a decay does: use constant or warmup then constant; a "
          "decaying schedule is a second decay",
      .warn_when = WarnWhen::kDecay,
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<ScheduleFreeAdamw>(
            std::move(groups), ScheduleFreeAdamwOptions{.beta1 = a.number("beta1"),
                                                        .beta2 = a.number("beta2"),
                                                        .eps = a.number("eps"),
                                                        .power = a.number("power"),
                                                        .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
