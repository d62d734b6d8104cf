#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/mlp.h"
#include "models/module.h"

namespace anneal { namespace {

using testing::ElementsAreArray;
using testing::Not;
using testing::ThrowsMessage;

Mlp small_mlp(std::uint64_t seed) {
  return {{.inputs = 3, .outputs = 2}, seed};
}

TEST(ModelState, CarriesAModelsValuesToAnother) {
  const Mlp a = small_mlp(1);
  const Mlp b = small_mlp(2);
  const Var in_b = parameters_of(b)[0].var;
  const Tensor before = in_b.value();
  load_state_into(b, state_of(a), "a");
  EXPECT_THAT(in_b.value().values(), Not(ElementsAreArray(before.values())));
  EXPECT_THAT(in_b.value().values(), ElementsAreArray(parameters_of(a)[0].var.value().values()));
}

TEST(ModelState, RefusesAMissingTensor) {
  const Mlp model = small_mlp(1);
  State state = state_of(model);
  state.tensors.pop_back();
  EXPECT_THAT(
      [&] { load_state_into(model, state, "init.safetensors"); },
      ThrowsMessage<std::invalid_argument>("init.safetensors: \"layers.0.bias\" (2) is missing"));
}

TEST(ModelState, RefusesATensorThatTheModelDoesNotHave) {
  const Mlp model = small_mlp(1);
  State state = state_of(model);
  state.tensors.push_back({"layers.1.weight", Tensor::zeros({2, 2})});
  EXPECT_THAT([&] { load_state_into(model, state, "init.safetensors"); },
              ThrowsMessage<std::invalid_argument>(
                  "init.safetensors: \"layers.1.weight\" (2, 2) is not part of the model"));
}

TEST(ModelState, RefusesAnotherShapeAndChangesNothing) {
  const Mlp model = small_mlp(1);
  const Tensor before = parameters_of(model)[0].var.value();
  State state = state_of(small_mlp(2));
  state.tensors[1].value = Tensor::zeros({3});
  EXPECT_THAT([&] { load_state_into(model, state, "init.safetensors"); },
              ThrowsMessage<std::invalid_argument>(
                  "init.safetensors: \"layers.0.bias\" is (3), the model needs (2)"));
  EXPECT_THAT(parameters_of(model)[0].var.value().values(), ElementsAreArray(before.values()));
}

}}  // namespace anneal
