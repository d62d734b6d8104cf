#include "core/ops/functions.h"

#include <cmath>

#include "core/eigen_views.h"
#include "core/node.h"
#include "core/ops/elementwise.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

Scalar power(Scalar x, Scalar p) {
  return p == 2 ? x * x : std::pow(x, p);  // squares are common, and std::pow is slow
}

// An operation of one input whose gradient is dx_i = slope(g_i, of_i), where `of` is its input or
// its output.
enum class SlopeOf { kInput, kOutput };

template <SlopeOf of, class Slope>
Var unary(const char* name, Tensor out, const Var& x, Slope slope) {
  return make_op(name, std::move(out), {x}, [slope](const Node& self, Tensor g) {
    Gradients grads(1);
    grads[0] = update(std::move(g), of == SlopeOf::kInput ? self.input(0) : self.output(), slope);
    return grads;
  });
}

}  // namespace

Var exp(const Var& x) {
  Tensor out(x.shape());
  as_array(out) = as_array(x.value()).exp();
  return unary<SlopeOf::kOutput>("exp", std::move(out), x,
                                 [](Scalar g, Scalar y) { return g * y; });
}

Var log(const Var& x) {
  Tensor out(x.shape());
  as_array(out) = as_array(x.value()).log();
  return unary<SlopeOf::kInput>("log", std::move(out), x, [](Scalar g, Scalar v) { return g / v; });
}

Var sqrt(const Var& x) {
  return unary<SlopeOf::kOutput>("sqrt", map(x.value(), [](Scalar v) { return std::sqrt(v); }), x,
                                 [](Scalar g, Scalar y) { return g / (2 * y); });
}

Var pow(const Var& x, Scalar p) {
  return unary<SlopeOf::kInput>(
      "pow", map(x.value(), [p](Scalar v) { return power(v, p); }), x,
      [p](Scalar g, Scalar v) { return p == 0 ? 0 : g * p * power(v, p - 1); });
}

Var abs(const Var& x) {
  return unary<SlopeOf::kInput>(
      "abs", map(x.value(), [](Scalar v) { return std::abs(v); }), x,
      [](Scalar g, Scalar v) -> Scalar { return v > 0 ? g : (v < 0 ? -g : 0); });
}

}}  // namespace anneal::ANNEAL_PRECISION
