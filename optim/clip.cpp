#include "optim/clip.h"

#include <cmath>

#include "core/check.h"
#include "optim/norm.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

double gradient_norm(const NamedParameters& parameters) {
  double sum = 0.0;
  for (const NamedParameter& parameter : parameters) {
    sum += sum_of_squares(parameter.var.grad().values());
  }
  return std::sqrt(sum);
}

double clip_gradient_norm(const NamedParameters& parameters, double max_norm) {
  check(max_norm > 0.0, "clip_gradient_norm: max_norm must be > 0, got ", max_norm);
  const double norm = gradient_norm(parameters);
  if (norm > max_norm && std::isfinite(norm)) {
    for (const NamedParameter& parameter : parameters) {
      Var(parameter.var).scale_grad(static_cast<Scalar>(max_norm / norm));
    }
  }
  return norm;
}

void clip_gradient_value(const NamedParameters& parameters, double max_value) {
  check(max_value > 0.0, "clip_gradient_value: max_value must be > 0, got ", max_value);
  for (const NamedParameter& parameter : parameters) {
    Var(parameter.var).clip_grad(static_cast<Scalar>(max_value));
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
