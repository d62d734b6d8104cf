#include "optim/lamb.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/norm.h"
#include "optim/rule_checks.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
  const double t = static_cast<double>(u.t);
  const double root2 = std::sqrt(1.0 - std::pow(options_.beta2, t));

  const Index size = u.value->size();
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  Scalar* __restrict m = u.tensors[0].data();
  Scalar* __restrict v = u.tensors[1].data();
  const Scalar keep = static_cast<Scalar>(in_direction ? 1.0 : u.keep);
  const Scalar decay = static_cast<Scalar>(in_direction ? u.weight_decay : 0.0);
  const Scalar l2 = static_cast<Scalar>(u.l2);
  const Scalar beta1 = static_cast<Scalar>(u.momentum);
  const Scalar beta2 = static_cast<Scalar>(options_.beta2);
  const Scalar one_minus_beta1 = static_cast<Scalar>(1.0 - u.momentum);
  const Scalar one_minus_beta2 = static_cast<Scalar>(1.0 - options_.beta2);
  const Scalar eps = static_cast<Scalar>(root2 * options_.eps);
  const Scalar scale = static_cast<Scalar>(root2 / (1.0 - std::pow(u.momentum, t)));

  std::array<Scalar, kBlock> d{};
  double p_squares = 0.0;
  double d_squares = 0.0;
  for (Index begin = 0; begin < size; begin += kBlock) {
    const Index count = std::min(kBlock, size - begin);
    for (Index k = 0; k < count; ++k) {
      const Index i = begin + k;
      const Scalar gradient = g[i] + l2 * p[i];
      m[i] = beta1 * m[i] + one_minus_beta1 * gradient;
      v[i] = beta2 * v[i] + one_minus_beta2 * gradient * gradient;
      d[static_cast<std::size_t>(k)] = scale * m[i] / (std::sqrt(v[i]) + eps) + decay * p[i];
    }
    p_squares += sum_of_squares({p + begin, static_cast<std::size_t>(count)});
    d_squares += sum_of_squares({d.data(), static_cast<std::size_t>(count)});
  }

  const bool adapt = options_.adapt_biases || u.parameter->role == ParameterRole::kWeight;
  const bool ratio_exists = adapt && p_squares > 0.0 && d_squares > 0.0;
  const double ratio = ratio_exists ? std::sqrt(p_squares / d_squares) : 1.0;
  const Scalar step = static_cast<Scalar>(u.lr * ratio);
  for (Index i = 0; i < size; ++i) {  // computing d again costs less than keeping it would
    const Scalar direction = scale * m[i] / (std::sqrt(v[i]) + eps) + decay * p[i];
    p[i] = keep * p[i] - step * direction;
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
                    .source = "You et al. 2020 (arXiv:1904.00962)"},
      .state = "m, v",
      .rate_enters = "is the share of its norm that a layer moves in one update",
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
