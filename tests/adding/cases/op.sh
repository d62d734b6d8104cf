# An operation: cube, x^3.
readme=core/README.md section='To add an operation' name=cube most=3 targets=core_test_float filter='*cube*:Ops*:*Operations*'
apply() {
  cat >core/ops/cube.h <<'H'
#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// x^3, elementwise.
///
/// Gradient: dx = 3 x^2 g.
Var cube(const Var& x);

}}  // namespace anneal::ANNEAL_PRECISION
H
  cat >core/ops/cube.cpp <<'C'
#include "core/ops/cube.h"

#include <utility>

#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Var cube(const Var& x) {
  Tensor out(x.shape());
  for (Index i = 0; i < out.size(); ++i) {
    const Scalar v = x.value().data()[i];
    out.data()[i] = v * v * v;
  }
  return make_op("cube", std::move(out), {x}, [](const Node& self, Tensor g) {
    for (Index i = 0; i < g.size(); ++i) {
      const Scalar v = self.input(0).data()[i];
      g.data()[i] *= 3 * v * v;
    }
    Gradients gradients(1);
    gradients[0] = std::move(g);
    return gradients;
  });
}

}}  // namespace anneal::ANNEAL_PRECISION
C
  insert_before tests/core/ops_elementwise_test.cpp '#include "core/ops/' '#include "core/ops/cube.h"'
  insert_before tests/core/ops_elementwise_test.cpp '^      {.name = "add",' '      {.name = "cube",
       .op = [](Inputs v) { return cube(v[0]); },
       .inputs = {Tensor({3}, {-1, 2, 3})},
       .expected = Tensor({3}, {-1, 8, 27}),
       .gradient_shapes = single,
       .misuse = {},
       .error = {}},'
}
