#include "optim/clip.h"

#include <cmath>

#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

double gradient_norm(const NamedParameters& parameters) {
  double sum = 0.0;
  for (const NamedParameter& parameter : parameters) {
    const Tensor& gradient = parameter.var.grad();
    sum += sum_of_squares(gradient.data(), gradient.size());
  }
  return std::sqrt(sum);
}

double clip_gradient_norm(const NamedParameters& parameters, double max_norm) {
  check(max_norm > 0.0, "clip_gradient_norm: max_norm must be > 0, got ", max_norm);
  const double norm = gradient_norm(parameters);
  if (norm > max_norm && std::isfinite(norm)) {  // max_norm / inf would wipe out all gradients
    for (const NamedParameter& parameter : parameters) {
      Var(parameter.var).scale_grad(to_scalar(max_norm / norm));
    }
  }
  return norm;
}

void clip_gradient_value(const NamedParameters& parameters, double max_value) {
  check(max_value > 0.0, "clip_gradient_value: max_value must be > 0, got ", max_value);
  for (const NamedParameter& parameter : parameters) {
    Var(parameter.var).clip_grad(to_scalar(max_value));
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
