#include "models/catalogue.h"

#include <set>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/losses.h"
#include "core/spec/parse.h"
#include "models/module.h"
#include "tests/models/golden.h"
#include "tests/support/state_files.h"

namespace anneal { namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::unique_ptr<Module> model(const char* text, const Shape& sample = {1, 28, 28}) {
  return make_model(spec::parse(text), {.sample = sample, .outputs = 10}, 0);
}

TEST(ModelCatalogue, BuildsModelsOfAnyDepth) {
  EXPECT_EQ(parameter_count(*model("mlp")), 7850);
  EXPECT_EQ(parameter_count(*model("logistic")), 7850);
  EXPECT_EQ(parameter_count(*model("mlp(256, 128)")), 235146);
  EXPECT_EQ(parameter_count(*model("mlp(8, 8, 8, bias=false)")), 784 * 8 + 8 * 8 + 8 * 8 + 8 * 10);
  EXPECT_EQ(parameter_count(*model("lenet")), 105194);
  // 3 -> 32 -> 64 -> 128 channels of 9 positions, two norm values per channel, 128 4 4 features.
  EXPECT_EQ(parameter_count(*model("cnn(channels=[32, 64, 128])", {3, 32, 32})),
            9 * (3 * 32 + 32 * 64 + 64 * 128) + 2 * (32 + 64 + 128) + 2048 * 10 + 10);
}

TEST(ModelCatalogue, PassesActivationAndInitialiserOn) {
  const Var x(pattern({2, 784}, 1, 2.0));
  const auto relu = model("mlp(16)");
  const auto tanh = model("mlp(16, activation=tanh)");
  EXPECT_NE(relu->forward(x, kTraining).value().data()[0],
            tanh->forward(x, kTraining).value().data()[0]);
  const Var zeros = model("mlp(16, init=zeros)")->forward(x, kTraining);
  EXPECT_THAT(zeros.value().values(), testing::Each(0));
}

// What an entry takes with its defaults: a batch of images, or of texts over ten letters.
Tensor batch_for(const ModelEntry& entry) {
  if (entry.signature.name != "transformer") {
    return pattern({3, 1, 8, 8}, 1, 1.0);
  }
  return {{3, 4}, {0, 1, 2, 3, 9, 8, 7, 6, 5, 5, 5, 5}};
}

std::unique_ptr<Module> model_for(const ModelEntry& entry, std::uint64_t seed) {
  const Shape batch = batch_for(entry).shape();
  return make_model(spec::call(entry.signature.name),
                    {.sample = Shape(batch.extents().subspan(1)), .outputs = 10}, seed);
}

class ModelContract : public testing::TestWithParam<std::size_t> {
 protected:
  const ModelEntry& entry() const { return model_catalogue()[GetParam()]; }
};

TEST_P(ModelContract, IsAPureFunctionOfTheSeed) {
  const NamedParameters a = parameters_of(*model_for(entry(), 3));
  const NamedParameters b = parameters_of(*model_for(entry(), 3));
  const NamedParameters c = parameters_of(*model_for(entry(), 4));
  bool differs = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_THAT(a[i].var.value().values(), ElementsAreArray(b[i].var.value().values()));
    differs |= numbers_of(a[i].var.value()) != numbers_of(c[i].var.value());
  }
  EXPECT_TRUE(differs);
}

TEST_P(ModelContract, NamesEveryParameterAndBufferOnce) {
  std::set<std::string> names;
  const State state = state_of(*model_for(entry(), 3));
  for (const NamedTensor& tensor : state.tensors) {
    names.insert(tensor.name);
  }
  EXPECT_EQ(names.size(), state.tensors.size());
  EXPECT_FALSE(names.contains(""));
}

TEST_P(ModelContract, GivesOneRowOfOutputsPerLabel) {
  const Tensor batch = batch_for(entry());
  const Index rows = entry().signature.name == "transformer" ? batch.size() : batch.shape()[0];
  EXPECT_EQ(model_for(entry(), 3)->forward(Var(batch), kTraining).shape(), Shape({rows, 10}));
}

TEST_P(ModelContract, SendsAGradientToEveryParameter) {
  const auto model_of_entry = model_for(entry(), 3);
  const Var y = model_of_entry->forward(Var(batch_for(entry())), kTraining);
  std::vector<std::int32_t> labels(static_cast<std::size_t>(y.shape()[0]), 1);
  backward(cross_entropy(y, labels));
  for (const NamedParameter& parameter : parameters_of(*model_of_entry)) {
    EXPECT_TRUE(parameter.var.grad().has_value()) << parameter.name;
  }
}

TEST_P(ModelContract, ChangesNothingWhenItEvaluatesOrProbes) {
  const auto model_of_entry = model_for(entry(), 3);
  const State before = state_of(*model_of_entry);
  for (const Mode mode : {Mode::kEvaluate, Mode::kProbe}) {
    model_of_entry->forward(Var(batch_for(entry())), {.mode = mode});
    const State after = state_of(*model_of_entry);
    for (std::size_t i = 0; i < before.tensors.size(); ++i) {
      EXPECT_THAT(after.tensors[i].value.values(),
                  ElementsAreArray(before.tensors[i].value.values()))
          << before.tensors[i].name;
    }
  }
}

TEST_P(ModelContract, ComputesInAProbeWhatItComputesInTraining) {
  const auto model_of_entry = model_for(entry(), 3);
  const Var x(batch_for(entry()));
  const Var probed = model_of_entry->forward(x, {.mode = Mode::kProbe});
  const Var trained = model_of_entry->forward(x, kTraining);
  EXPECT_THAT(probed.value().values(), ElementsAreArray(trained.value().values()));
}

TEST_P(ModelContract, ComputesTheSameAfterItsStateTravelled) {
  const auto a = model_for(entry(), 3);
  const auto b = model_for(entry(), 4);
  const Var x(batch_for(entry()));
  a->forward(x, kTraining);  // so that running statistics have moved
  load_state_into(*b, decode_state(encode_safetensors(state_of(*a)), "a"), "a");
  const Context evaluation{.mode = Mode::kEvaluate};
  EXPECT_THAT(b->forward(x, evaluation).value().values(),
              ElementsAreArray(a->forward(x, evaluation).value().values()));
}

// The layers of the summary account for every parameter.
TEST_P(ModelContract, SummarizesAllParameters) {
  const auto model_of_entry = model_for(entry(), 3);
  const Shape batch = batch_for(entry()).shape();
  Index parameters = 0;
  for (const LayerSummary& layer : summarize(*model_of_entry, Shape(batch.extents().subspan(1)))) {
    parameters += layer.parameters;
  }
  EXPECT_EQ(parameters, parameter_count(*model_of_entry));
}

INSTANTIATE_TEST_SUITE_P(All,
                         ModelContract,
                         testing::Range(std::size_t{0}, model_catalogue().size()),
                         [](const auto& tested) {
                           return model_catalogue()[tested.param].signature.name;
                         });

template <class M>
concept TakesNoMode = requires(const M& m, const Var& x) {
  m.forward(x, {});
};
template <class M>
concept TakesASeedAlone = requires(const M& m, const Var& x) {
  m.forward(x, {.seed = 1});
};
template <class M>
concept TakesAMode = requires(const M& m, const Var& x) {
  m.forward(x, {.mode = Mode::kTrain});
};

TEST(Context, DoesNotCompileWithoutAMode) {
  EXPECT_TRUE(TakesAMode<Module>);
  EXPECT_FALSE(TakesNoMode<Module>);
  EXPECT_FALSE(TakesASeedAlone<Module>);
  EXPECT_FALSE(std::is_default_constructible_v<Context>);
}

TEST(ModelCatalogue, SuggestsTheNearestName) {
  EXPECT_THAT([] { model("mpl(256)"); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("did you mean mlp?")));
  EXPECT_THAT([] { model("mlp(256, activatoin=tanh)"); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("did you mean activation?")));
  EXPECT_THAT([] { model("mlp(0)"); }, ThrowsMessage<std::invalid_argument>(HasSubstr(">= 1")));
}

TEST(ModelCatalogue, RefusesDataWithoutOutputs) {
  EXPECT_THAT([] { make_model(spec::parse("mlp"), {.sample = {4}}, 0); },
              ThrowsMessage<std::invalid_argument>("model: outputs must be > 0, got 0"));
}

}}  // namespace anneal
