#include "optim/lars_lamb.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr std::size_t kVelocity = 0;  // positions in RuleTraits: of Lars
constexpr std::size_t kM = 0;         // of Lamb
constexpr std::size_t kV = 1;

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
  const Scalar keep = to_scalar(u.keep);
  const Scalar mu = to_scalar(u.momentum);
  const Scalar from_g = to_scalar(inside ? u.lr * ratio : ratio);
  const Scalar step = to_scalar(inside ? 1.0 : u.lr);

  for_each_element<kVelocity>(u, [=](Scalar& p, Scalar g, Scalar& v) {
    v = mu * v + from_g * g;
    p = keep * p - step * v;
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

namespace {

RuleTraits lamb_traits(const LambOptions& options) {
  return {.name = "lamb",
          .tensors = {{.name = "m"}, {.name = "v"}},
          .momentum = options.beta1,
          .coupling = options.coupling};
}

}  // namespace

Lamb::Lamb(std::vector<ParameterGroup> groups, const LambOptions& options)
    : Optimizer(std::move(groups), lamb_traits(options)), options_(options) {
  check_fraction("lamb", "beta1", options.beta1);
  check_fraction("lamb", "beta2", options.beta2);
  check_not_negative("lamb", "eps", options.eps);
}

void Lamb::update_parameter(const ParameterUpdate& u) const {
  const bool in_direction = options_.coupling == WeightDecay::kDecoupled;
  const Scalar keep = to_scalar(in_direction ? 1.0 : u.keep);
  const Scalar decay = to_scalar(in_direction ? u.weight_decay : 0.0);
  const Scalar l2 = to_scalar(u.l2);
  const double root2 = std::sqrt(bias_correction(options_.beta2, u.t));
  const RunningMean beta1(u.momentum);
  const RunningMean beta2(options_.beta2);
  const Scalar eps = to_scalar(root2 * options_.eps);
  const Scalar scale = to_scalar(root2 / bias_correction(u.momentum, u.t));
  const auto direction = [=](Scalar p, Scalar m, Scalar v) {
    return scale * m / (std::sqrt(v) + eps) + decay * p;
  };

  const auto renew = [=](Scalar p, Scalar g, Scalar& m, Scalar& v, Scalar& d) {
    m = beta1.mean(m, g);
    v = beta2.mean_square(v, g);
    d = direction(p, m, v);
  };

  const Index size = u.value->size();
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  Scalar* __restrict m = u.tensors[kM].data();
  Scalar* __restrict v = u.tensors[kV].data();
  std::array<Scalar, kBlock> d{};
  double p_squares = 0.0;
  double d_squares = 0.0;
  for (Index i = 0; i < size; i += kBlock) {
    const Index count = std::min(kBlock, size - i);
    element_loop(renew, count, l2, p + i, g + i, m + i, v + i, d.data());
    p_squares += sum_of_squares(p + i, count);
    d_squares += sum_of_squares(d.data(), count);
  }

  const bool adapt = options_.adapt_biases || u.parameter->role == ParameterRole::kWeight;
  const bool ratio_exists = adapt && p_squares > 0.0 && d_squares > 0.0;
  const double ratio = ratio_exists ? std::sqrt(p_squares / d_squares) : 1.0;
  const Scalar step = to_scalar(u.lr * ratio);
  for (Index i = 0; i < size; ++i) {  // computing d again costs less than keeping it would
    const Scalar again = direction(p[i], m[i], v[i]);
    p[i] = keep * p[i] - step * again;
  }
}

OptimizerEntry lamb_entry() {
  return {
      .signature = {.name = "lamb",
                    .parameters = with_weight_decay(
                        {lr_parameter("1e-3"), beta1_parameter(), beta2_parameter(),
                         eps_parameter("1e-6"),
                         flag_parameter("adapt_biases", "trust ratio for biases and norms too")},
                        "0", "decoupled"),
                    .formula = "d = m^ / (sqrt(v^) + eps) + wd p, p -= lr |p| / |d| d",
                    .help = "Adam in which each layer moves by a share of its norm",
                    .source = "You et al. 2020 (arXiv:1904.00962)",
                    .synonyms = spec::called({"optax.lamb"})},
      .state = "m, v",
      .rate_enters = "is the share of its norm that a layer moves in one update",
      .bias_corrected = true,
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Lamb>(std::move(groups),
                                      LambOptions{.beta1 = a.number("beta1"),
                                                  .beta2 = a.number("beta2"),
                                                  .eps = a.number("eps"),
                                                  .adapt_biases = a.flag("adapt_biases"),
                                                  .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
