#include "optim/schedule_free.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

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
          .evaluation_tensor = kX,
          .own_point = "y"};
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
  return weight_sum > 0.0 ? weight / weight_sum : 0.0;  // while all rates were 0, x stays
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
  const Scalar c = to_scalar(begin_update(u, options_.power));
  const Scalar lose = to_scalar(1.0 - u.keep);
  const Scalar of_z = to_scalar(1.0 - u.momentum);
  const Scalar lr = to_scalar(u.lr);

  for_each_element<kX, kZ>(u, [=](Scalar& y, Scalar g, Scalar& x, Scalar& z) {
    z -= lr * g + lose * y;
    x += c * (z - x);  // differences, so that x = z = y stays exactly so at rate 0
    y = x + of_z * (z - x);
  });
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
  const Scalar c = to_scalar(begin_update(u, options_.power));
  const Scalar lose = to_scalar(1.0 - u.keep);
  const Scalar of_z = to_scalar(1.0 - u.momentum);
  const double root2 = std::sqrt(bias_correction(options_.beta2, u.t));
  const RunningMean beta2(options_.beta2);
  const Scalar eps = to_scalar(root2 * options_.eps);
  const Scalar step = to_scalar(u.lr * root2);  // no m, so no correction of it

  for_each_element<kX, kZ, kV>(u, [=](Scalar& y, Scalar g, Scalar& x, Scalar& z, Scalar& v) {
    v = beta2.mean_square(v, g);
    z -= step * g / (std::sqrt(v) + eps) + lose * y;
    x += c * (z - x);
    y = x + of_z * (z - x);
  });
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
                    .source = "Defazio et al. 2024 (arXiv:2405.15682)",
                    .synonyms =
                        spec::unlike({"schedulefree.SGDScheduleFree", "SGDScheduleFree"},
                                     "schedule_free_sgd", "it is called schedule_free_sgd here")},
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
           .source = "Defazio et al. 2024 (arXiv:2405.15682)",
           .synonyms =
               spec::unlike({"schedulefree.AdamWScheduleFree", "AdamWScheduleFree"},
                            "schedule_free_adamw", "it is called schedule_free_adamw here")},
      .state = "x, z, v, the numbers max_rate and weight_sum",
      .rate_enters = "multiplies the steps of z; the model is judged at the average x",
      .warning =
          "the average already does what a decay does: use constant or warmup then constant; a "
          "decaying schedule is a second decay",
      .warn_when = WarnWhen::kDecay,
      .bias_corrected = true,
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
