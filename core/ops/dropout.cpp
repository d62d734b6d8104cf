#include "core/ops/dropout.h"

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Var dropout(const Var& x, double p, Rng rng) {
  check(0.0 <= p && p < 1.0, "dropout: p must be in [0, 1), got ", p);
  if (p == 0) {
    return x;
  }
  Tensor mask(x.shape());
  const auto kept = static_cast<Scalar>(1.0 / (1.0 - p));
  for (Scalar& factor : mask.values()) {
    factor = rng.uniform() < p ? 0 : kept;
  }
  Tensor out(x.shape());
  as_array(out) = as_array(x.value()) * as_array(std::as_const(mask));
  return make_op("dropout", std::move(out), {x},
                 [mask = std::move(mask)](const Node& /*self*/, Tensor g) {
                   as_array(g) *= as_array(mask);
                   Gradients gradients(1);
                   gradients[0] = std::move(g);
                   return gradients;
                 });
}

}}  // namespace anneal::ANNEAL_PRECISION
