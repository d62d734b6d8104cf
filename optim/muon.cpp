#include "optim/muon.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/eigen_views.h"
#include "core/product.h"
#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/norm.h"
#include "optim/rule_checks.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

namespace {

constexpr std::size_t kV = 0;
constexpr std::size_t kM = 1;

bool is_matrix(const NamedParameter& parameter) {
  return parameter.role == ParameterRole::kWeight && parameter.var.shape().rank() == 2;
}

RuleTraits muon_traits(const MuonOptions& options) {
  constexpr auto for_adamw = [](const NamedParameter& parameter) { return !is_matrix(parameter); };
  return {.name = "muon",
          .tensors = {{.name = "v"}, {.name = "m", .kept_for = for_adamw}},
          .momentum = options.momentum,
          .coupling = options.coupling};
}

Tensor transposed(const Tensor& matrix) {
  Tensor result(Shape{matrix.shape()[1], matrix.shape()[0]});
  as_matrix(result) = as_matrix(matrix).transpose();
  return result;
}

double step_scale(MuonScale scale, double rows, double columns) {
  return scale == MuonScale::kOriginal ? std::sqrt(std::max(1.0, rows / columns))
                                       : 0.2 * std::sqrt(std::max(rows, columns));
}

}  // namespace

Tensor newton_schulz(const Tensor& matrix, int steps) {
  check(matrix.shape().rank() == 2, "newton_schulz: expected rank 2, got ", matrix.shape());
  if (matrix.shape()[0] > matrix.shape()[1]) {
    return transposed(newton_schulz(transposed(matrix), steps));  // A is then the smaller square
  }
  constexpr Scalar kA = Scalar(3.4445);
  constexpr Scalar kB = Scalar(-4.7750);
  constexpr Scalar kC = Scalar(2.0315);

  Tensor x = matrix;
  const double norm = std::sqrt(sum_of_squares(matrix.values()));
  as_array(x) *= static_cast<Scalar>(1.0 / (norm + 1e-7));
  for (int k = 0; k < steps; ++k) {
    const Tensor a = product(matrix_of(x), matrix_of(x).transposed());
    Tensor b = product(matrix_of(a), matrix_of(a));
    as_array(b) = kB * as_array(a) + kC * as_array(b);
    const Tensor bx = product(matrix_of(b), matrix_of(x));
    as_array(x) = kA * as_array(x) + as_array(bx);
  }
  return x;
}

Muon::Muon(std::vector<ParameterGroup> groups, const MuonOptions& options)
    : Optimizer(std::move(groups), muon_traits(options)), options_(options) {
  check_fraction("muon", "momentum", options.momentum);
  check_fraction("muon", "beta1", options.beta1);
  check_fraction("muon", "beta2", options.beta2);
  check_not_negative("muon", "eps", options.eps);
  check_not_negative("muon", "adamw_lr_scale", options.adamw_lr_scale);
  check(options.newton_schulz_steps >= 1, "muon: newton_schulz_steps must be >= 1, got ",
        options.newton_schulz_steps);
}

void Muon::update_parameter(const ParameterUpdate& u) const {
  is_matrix(*u.parameter) ? update_matrix(u) : update_other(u);
}

void Muon::update_matrix(const ParameterUpdate& u) const {
  const Index size = u.value->size();
  Tensor direction(u.value->shape());
  {
    const Scalar* __restrict p = u.value->data();
    const Scalar* __restrict g = u.gradient->data();
    Scalar* __restrict v = u.tensors[kV].data();
    Scalar* __restrict d = direction.data();
    const Scalar l2 = static_cast<Scalar>(u.l2);
    const Scalar mu = static_cast<Scalar>(u.momentum);
    const Scalar of_g = static_cast<Scalar>(options_.nesterov ? 1.0 : 0.0);
    const Scalar of_v = static_cast<Scalar>(options_.nesterov ? u.momentum : 1.0);
    for (Index i = 0; i < size; ++i) {
      const Scalar gradient = g[i] + l2 * p[i];
      v[i] = mu * v[i] + gradient;
      d[i] = of_g * gradient + of_v * v[i];
    }
  }

  const Tensor orthogonal = newton_schulz(direction, options_.newton_schulz_steps);
  const double scale = step_scale(options_.scale, static_cast<double>(u.value->shape()[0]),
                                  static_cast<double>(u.value->shape()[1]));
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict o = orthogonal.data();
  const Scalar keep = static_cast<Scalar>(u.keep);
  const Scalar step = static_cast<Scalar>(u.lr * scale);
  for (Index i = 0; i < size; ++i) {
    p[i] = keep * p[i] - step * o[i];
  }
}

void Muon::update_other(const ParameterUpdate& u) const {
  const double t = static_cast<double>(u.t);
  const double root2 = std::sqrt(1.0 - std::pow(options_.beta2, t));
  const double lr = u.lr * options_.adamw_lr_scale;

  const Index size = u.value->size();
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  Scalar* __restrict v = u.tensors[kV].data();
  Scalar* __restrict m = u.tensors[kM].data();
  const Scalar keep = static_cast<Scalar>(1.0 - options_.adamw_lr_scale * (1.0 - u.keep));
  const Scalar l2 = static_cast<Scalar>(u.l2);
  const Scalar beta1 = static_cast<Scalar>(options_.beta1);
  const Scalar beta2 = static_cast<Scalar>(options_.beta2);
  const Scalar one_minus_beta1 = static_cast<Scalar>(1.0 - options_.beta1);
  const Scalar one_minus_beta2 = static_cast<Scalar>(1.0 - options_.beta2);
  const Scalar eps = static_cast<Scalar>(root2 * options_.eps);
  const Scalar step = static_cast<Scalar>(lr / (1.0 - std::pow(options_.beta1, t)) * root2);

  for (Index i = 0; i < size; ++i) {
    const Scalar gradient = g[i] + l2 * p[i];
    m[i] = beta1 * m[i] + one_minus_beta1 * gradient;
    v[i] = beta2 * v[i] + one_minus_beta2 * gradient * gradient;
    p[i] = keep * p[i] - step * m[i] / (std::sqrt(v[i]) + eps);
  }
}

OptimizerEntry muon_entry() {
  return {
      .signature =
          {.name = "muon",
           .parameters = with_weight_decay(
               {lr_parameter("1e-3"),
                fraction_parameter("momentum", "0.95", "mu"),
                {.name = "nesterov",
                 .kind = spec::ValueKind::kFlag,
                 .default_text = "true",
                 .help = "look ahead along the velocity"},
                {.name = "steps",
                 .kind = spec::ValueKind::kInteger,
                 .default_text = "5",
                 .range = spec::between(1.0, 100.0),
                 .help = "Newton-Schulz iterations"},
                {.name = "scale",
                 .kind = spec::ValueKind::kWord,
                 .default_text = "like_adamw",
                 .choices = {"original", "like_adamw"},
                 .help =
                     "sqrt(max(1, R/C)), or 0.2 sqrt(max(R, C)) so that one rate suits AdamW too"},
                amount_parameter("adamw_lr_scale", "1",
                                 "rate of the parameters that AdamW takes, relative to lr"),
                fraction_parameter("beta1", "0.9", "for AdamW"),
                fraction_parameter("beta2", "0.999", "for AdamW"),
                amount_parameter("eps", "1e-8", "for AdamW")},
               "0", "decoupled"),
           .formula =
               "v = mu v + g, p -= lr scale orthogonal(g + mu v); AdamW for all but matrices",
           .help = "momentum whose direction is orthogonalised",
           .source = "Jordan et al. 2024; Liu et al. 2025 (arXiv:2502.16982)"},
      .state = "v; m, v for the parameters that AdamW takes",
      .rate_enters = "is the size of every singular value of the step, times scale",
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Muon>(
            std::move(groups),
            MuonOptions{.momentum = a.number("momentum"),
                        .nesterov = a.flag("nesterov"),
                        .newton_schulz_steps = static_cast<int>(a.integer("steps")),
                        .scale = a.word("scale") == "original" ? MuonScale::kOriginal
                                                               : MuonScale::kLikeAdamw,
                        .adamw_lr_scale = a.number("adamw_lr_scale"),
                        .beta1 = a.number("beta1"),
                        .beta2 = a.number("beta2"),
                        .eps = a.number("eps"),
                        .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
