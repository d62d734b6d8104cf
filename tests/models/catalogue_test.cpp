#include "models/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/parse.h"
#include "tests/models/golden.h"

namespace anneal {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::unique_ptr<Module> model(const char* text, const Shape& sample = {1, 28, 28}) {
  return make_model(spec::parse(text), {.sample = sample, .outputs = 10}, 0);
}

TEST(ModelCatalogue, BuildsAnMlpOfAnyDepth) {
  EXPECT_EQ(parameter_count(*model("mlp")), 7850);
  EXPECT_EQ(parameter_count(*model("logistic")), 7850);
  EXPECT_EQ(parameter_count(*model("mlp(256, 128)")), 235146);
  EXPECT_EQ(parameter_count(*model("mlp(8, 8, 8, bias=false)")), 784 * 8 + 8 * 8 + 8 * 8 + 8 * 10);
  EXPECT_EQ(parameter_count(*model("lenet")), 105194);
}

TEST(ModelCatalogue, PassesActivationAndInitialiserOn) {
  const Var x(pattern({2, 784}, 1, 2.0));
  const auto relu = model("mlp(16)");
  const auto tanh = model("mlp(16, activation=tanh)");
  EXPECT_NE(relu->forward(x, {}).value().data()[0], tanh->forward(x, {}).value().data()[0]);
  const Var zeros = model("mlp(16, init=zeros)")->forward(x, {});
  EXPECT_THAT(zeros.value().values(), testing::Each(0));
}

// Every row, with its defaults: builds, runs, names its parameters once, and is a function of the
// seed.
TEST(ModelCatalogue, HoldsModelsThatArePureFunctionsOfTheSeed) {
  for (const ModelRow& row : model_catalogue()) {
    SCOPED_TRACE(row.signature.name);
    EXPECT_FALSE(row.signature.help.empty());
    const spec::Expr expr = spec::call(row.signature.name);
    const ModelInput input{.sample = {1, 8, 8}, .outputs = 10};
    const auto a = make_model(expr, input, 3);
    const auto b = make_model(expr, input, 3);
    const auto c = make_model(expr, input, 4);
    const NamedParameters in_a = parameters_of(*a);
    const NamedParameters in_b = parameters_of(*b);
    const NamedParameters in_c = parameters_of(*c);
    bool differs = false;
    for (std::size_t i = 0; i < in_a.size(); ++i) {
      EXPECT_THAT(in_a[i].var.value().values(), ElementsAreArray(in_b[i].var.value().values()));
      differs |= numbers_of(in_a[i].var.value()) != numbers_of(in_c[i].var.value());
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_NE(in_a[i].name, in_a[j].name);
      }
    }
    EXPECT_TRUE(differs);
    const Var y = a->forward(Var(pattern({3, 1, 8, 8}, 1, 1.0)), {});
    EXPECT_EQ(y.shape(), Shape({3, 10}));
  }
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

}  // namespace
}  // namespace anneal
