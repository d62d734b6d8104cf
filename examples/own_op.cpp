// An operation of one's own: softplus, log(1 + e^x), the smooth relu. Forward and gradient stand
// side by side, and the gradient is compared with differences, as it is for every operation of
// anneal. Prints the values at -1, 0 and 1, the gradients there, and the largest error that the
// check found.

#include <cmath>
#include <cstdio>
#include <span>
#include <utility>

#include <anneal/core/gradcheck.h>
#include <anneal/core/node.h>
#include <anneal/core/ops/reduce.h>
#include <anneal/core/var.h>

namespace {

/// log(1 + e^x), written so that a large x does not overflow.
///
/// Shapes: any -> the same.
/// Gradient: dx = g / (1 + e^-x).
anneal::Var softplus(const anneal::Var& x) {
  anneal::Tensor out(x.shape());
  for (anneal::Index i = 0; i < out.size(); ++i) {
    const anneal::Scalar v = x.value().data()[i];
    out.data()[i] = std::fmax(v, anneal::Scalar(0)) + std::log1p(std::exp(-std::abs(v)));
  }
  // The closure captures no Var: inputs and output are read through `self`. g is ours to overwrite.
  return anneal::make_op("softplus", std::move(out), {x},
                         [](const anneal::Node& self, anneal::Tensor g) {
                           for (anneal::Index i = 0; i < g.size(); ++i) {
                             g.data()[i] /= 1 + std::exp(-self.input(0).data()[i]);
                           }
                           anneal::Gradients gradients(1);
                           gradients[0] = std::move(g);
                           return gradients;
                         });
}

}  // namespace

int main() {
  const anneal::Tensor points({3}, {-1, 0, 1});
  const anneal::Var x = anneal::Var::parameter(points);
  const anneal::Var y = softplus(x);
  anneal::backward(anneal::sum(y));
  for (int i = 0; i < 3; ++i) {
    std::printf("softplus(%2.0f) = %.6f, slope %.6f\n", points.data()[i], y.value().data()[i],
                x.grad().data()[i]);
  }

  const anneal::GradcheckReport report = anneal::check_gradients(
      [](std::span<const anneal::Var> inputs) { return softplus(inputs[0]); }, {&points, 1});
  std::printf("gradient check: %s\n", report.passed ? "passed" : anneal::to_text(report).c_str());
  return report.passed ? 0 : 1;
}
