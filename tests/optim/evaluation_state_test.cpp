#include <memory>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/optim/support.h"

// A state that is taken inside an EvaluationPoint goes with parameters as they are judged.
namespace anneal { namespace {

void three_updates(Optimizer& rule, const NamedParameters& parameters, GivenGradients& gradients) {
  for (int t = 0; t < 3; ++t) {
    set_gradients(parameters, gradients);
    rule.step({.lr = 0.01, .base_lr = 0.01, .peak_lr = 0.01});
  }
}

void copy_values(const NamedParameters& from, const NamedParameters& to) {
  for (std::size_t k = 0; k < from.size(); ++k) {
    Var(to[k].var).mutable_value() = from[k].var.value();
  }
}

TEST(EvaluationState, OfEveryRuleGoesOnBitForBit) {
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    const std::string& name = entry.signature.name;
    const NamedParameters parameters = mixed_parameters();
    const NamedParameters others = mixed_parameters();
    const auto rule = optimizer(name, parameters);
    const auto other = optimizer(name, others);
    GivenGradients gradients;
    three_updates(*rule, parameters, gradients);
    {
      const EvaluationPoint judged(*rule);
      const EvaluationPoint loading(*other);
      copy_values(parameters, others);
      other->load(rule->state());
    }
    EXPECT_EQ(all_values(parameters), all_values(others)) << name;  // at the points that train
    GivenGradients same = gradients;
    three_updates(*rule, parameters, gradients);
    three_updates(*other, others, same);
    EXPECT_EQ(all_values(parameters), all_values(others)) << name;
    EXPECT_EQ(encode_safetensors(rule->state()), encode_safetensors(other->state())) << name;
  }
}

TEST(EvaluationState, HasThePointThatTrainsInsteadOfTheOneThatIsJudged) {
  const NamedParameters p = {one_parameter(1)};
  const auto rule = optimizer("schedule_free_sgd", p);
  GivenGradients gradients;
  {
    const EvaluationPoint point(*rule);
    EXPECT_FALSE(point.moved());  // before the first update there is one point alone
  }
  three_updates(*rule, p, gradients);
  const Scalar y = first(p[0]);
  const EvaluationPoint point(*rule);
  EXPECT_TRUE(point.moved());
  const State state = rule->state();
  EXPECT_EQ(state.at("p.y").item(), y);
  EXPECT_EQ(state.find("p.x"), nullptr);
}

TEST(EvaluationState, IsRefusedOutsideOfOne) {
  const NamedParameters p = {one_parameter(1)};
  const auto rule = optimizer("schedule_free_sgd", p);
  GivenGradients gradients;
  three_updates(*rule, p, gradients);
  State state;
  {
    const EvaluationPoint point(*rule);
    state = rule->state();
  }
  EXPECT_THAT([&] { rule->load(state); },
              testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr("no tensor \"p.x\"")));
}

}}  // namespace anneal
