#include "optim/muon.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/eigen_views.h"
#include "core/product.h"
#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

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

double step_scale(MuonScale scale, const Shape& shape) {
  const double rows = static_cast<double>(shape[0]);
  const double columns = static_cast<double>(shape[1]);
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
  as_array(x) *= to_scalar(1.0 / (norm(matrix) + 1e-7));  // a matrix of zeros stays one
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
  const Scalar keep = to_scalar(u.keep);
  const Scalar mu = to_scalar(u.momentum);
  const Scalar of_g = to_scalar(options_.nesterov ? 1.0 : 0.0);
  const Scalar of_v = to_scalar(options_.nesterov ? u.momentum : 1.0);
  const Scalar step = to_scalar(u.lr * step_scale(options_.scale, u.value->shape()));

  Tensor direction(u.value->shape());
  const auto renew = [=](Scalar /*p*/, Scalar g, Scalar& v, Scalar& d) {
    v = mu * v + g;
    d = of_g * g + of_v * v;
  };
  element_loop(renew, size, to_scalar(u.l2), u.value->data(), u.gradient->data(),
               u.tensors[kV].data(), direction.data());

  const Tensor orthogonal = newton_schulz(direction, options_.newton_schulz_steps);
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict o = orthogonal.data();
  for (Index i = 0; i < size; ++i) {
    p[i] = keep * p[i] - step * o[i];
  }
}

void Muon::update_other(const ParameterUpdate& u) const {
  ParameterUpdate scaled = u;  // weight decay follows the rate of these parameters
  scaled.lr = u.lr * options_.adamw_lr_scale;
  scaled.keep = 1.0 - options_.adamw_lr_scale * (1.0 - u.keep);
  const double root2 = std::sqrt(bias_correction(options_.beta2, u.t));
  const Scalar keep = to_scalar(scaled.keep);
  const RunningMean beta1(options_.beta1);
  const RunningMean beta2(options_.beta2);
  const Scalar eps = to_scalar(root2 * options_.eps);
  const Scalar step = to_scalar(scaled.lr / bias_correction(options_.beta1, u.t) * root2);

  for_each_element<kM, kV>(scaled, [=](Scalar& p, Scalar g, Scalar& m, Scalar& v) {
    m = beta1.mean(m, g);
    v = beta2.mean_square(v, g);
    p = keep * p - step * m / (std::sqrt(v) + eps);
  });
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
           .source = "Jordan et al. 2024; Liu et al. 2025 (arXiv:2502.16982)",
           .synonyms = spec::unlike({"torch.optim.Muon"}, "muon(weight_decay=0.1, scale=original)",
                                    "PyTorch has another weight decay and scale")},
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
