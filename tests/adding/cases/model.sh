# A model: halved, half of what a linear layer gives.
readme=models/README.md section='To add a model' name=halved most=4 targets=models_test_float filter='*Halved*:*Catalogue*'
apply() {
  cat >models/halved.h <<'H'
#pragma once

#include <cstdint>

#include "models/layers/linear.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// y = (x W^T + b) / 2.
///
/// Shapes: x (B, inputs) -> (B, outputs).
class Halved final : public Module {
 public:
  Halved(Index inputs, Index outputs, std::uint64_t seed);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;

  Linear layer_;
};

}}  // namespace anneal::ANNEAL_PRECISION
H
  cat >models/halved.cpp <<'C'
#include "models/halved.h"

#include <memory>

#include "core/ops/arithmetic.h"
#include "core/ops/layout.h"
#include "models/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Halved::Halved(Index inputs, Index outputs, std::uint64_t seed)
    : Module(""), layer_("layers.0", {.inputs = inputs, .outputs = outputs}, seed) {}

Var Halved::compute(const Var& x, const Context& context) const {
  return layer_.forward(x.shape().rank() == 2 ? x : flatten(x), context) * Scalar(0.5);
}

void Halved::collect(Contents& contents) const {
  collect_from(layer_, contents);
}

ModelEntry halved_entry() {
  return {{.name = "halved",
           .formula = "y = (x W^T + b) / 2",
           .help = "half of what a linear layer gives",
           .source = "the test of what adding costs"},
          [](const spec::Arguments&, const ModelInput& input,
             std::uint64_t seed) -> std::unique_ptr<Module> {
            return std::make_unique<Halved>(input.sample.size(), input.outputs, seed);
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
C
  insert_before models/catalogue.cpp '^ModelEntry mlp_entry' 'ModelEntry halved_entry();'
  insert_before models/catalogue.cpp '^      logistic_entry\(\),' '      halved_entry(),'
  cat >tests/models/halved_test.cpp <<'C'
#include "models/halved.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

TEST(Halved, IsHalfOfALinearLayer) {
  const Halved model(2, 1, 0);
  NamedParameters parameters = parameters_of(model);
  parameters[0].var.mutable_value() = Tensor({1, 2}, {1, 2});
  parameters[1].var.mutable_value() = Tensor({1}, {10});
  const Var y = model.forward(Var(Tensor({1, 2}, {5, -1})), {.mode = Mode::kTrain});
  EXPECT_EQ(y.value().item(), 6.5);  // (5 - 2 + 10) / 2
}

}}  // namespace anneal
C
}
