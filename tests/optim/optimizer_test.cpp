#include "optim/optimizer.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/pool.h"
#include "optim/adam.h"
#include "optim/schedule_free.h"
#include "optim/sgd.h"
#include "tests/optim/support.h"

namespace anneal { namespace {

std::string message_of(const auto& call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Optimizer, RefusesRatesThatAreNegativeOrNotFinite) {
  const NamedParameter p = one_parameter(1);
  const auto rule = optimizer("adam", {p});
  set_gradient(p.var, Tensor({1}, {1}));
  EXPECT_EQ(message_of([&] { rule->step({.lr = -0.1}); }),
            "adam: the learning rate must be finite and >= 0, got -0.1");
  EXPECT_EQ(message_of([&] { rule->step({.lr = std::nan("")}); }),
            "adam: the learning rate must be finite and >= 0, got nan");
  EXPECT_EQ(message_of([&] { rule->step({.lr = std::numeric_limits<double>::infinity()}); }),
            "adam: the learning rate must be finite and >= 0, got inf");
  EXPECT_EQ(message_of([&] { rule->step({.lr = 0.1, .momentum = 1.0}); }),
            "adam: momentum must be in [0, 1), got 1");
  EXPECT_EQ(message_of([&] { rule->step({.lr = 0.1, .weight_decay = -1.0}); }),
            "adam: the weight decay must be finite and >= 0, got -1");
  EXPECT_EQ(first(p), 1);
  EXPECT_EQ(rule->updates(), 0);
}

TEST(Optimizer, RefusesAMomentumThatTheRuleDoesNotHave) {
  const auto adagrad = optimizer("adagrad", {one_parameter(1)});
  EXPECT_EQ(message_of([&] { adagrad->step({.lr = 0.1, .momentum = 0.9}); }),
            "adagrad: has no momentum that a schedule could set");
  const auto plain = optimizer("sgd", {one_parameter(1)});
  EXPECT_EQ(message_of([&] { plain->step({.lr = 0.1, .momentum = 0.9}); }),
            "sgd: has no momentum that a schedule could set");
}

TEST(Optimizer, RefusesACouplingWhoseRateIsMissingBeforeAnythingChanges) {
  const NamedParameters parameters = {one_parameter(1, "a"), one_parameter(2, "b")};
  std::vector<ParameterGroup> groups = {{.parameters = {parameters[0]}},
                                        {.parameters = {parameters[1]}, .weight_decay = 0.1}};
  Adam rule(groups, {.coupling = WeightDecay::kSquared});
  set_gradient(parameters[0].var, Tensor({1}, {1}));
  set_gradient(parameters[1].var, Tensor({1}, {1}));
  EXPECT_EQ(message_of([&] { rule.step({.lr = 0.1}); }),
            "weight decay: the coupling `squared` divides by the peak rate: give Rates::peak_lr");
  EXPECT_EQ(first(parameters[0]), 1);
}

TEST(Optimizer, SkipsAParameterWithoutAGradientAndDoesNotCountIt) {
  const NamedParameters parameters = {one_parameter(1, "a"), one_parameter(1, "b")};
  const auto rule = optimizer("adam", parameters);
  set_gradient(parameters[0].var, Tensor({1}, {1}));
  rule->step({.lr = 0.1});
  EXPECT_NEAR(first(parameters[0]), 0.9, 1e-6);
  EXPECT_EQ(first(parameters[1]), 1);

  // Its first update is the first of its bias correction too: a step of exactly the rate.
  set_gradient(parameters[1].var, Tensor({1}, {Scalar(0.001)}));
  rule->step({.lr = 0.1});
  EXPECT_NEAR(first(parameters[1]), 0.9, 1e-5);
  EXPECT_EQ(rule->state().metadata.at("a.updates"), "2");
  EXPECT_EQ(rule->state().metadata.at("b.updates"), "1");
}

TEST(Optimizer, TakesOneSetOfRatesForEachGroup) {
  const NamedParameters parameters = {one_parameter(1, "a"), one_parameter(1, "b")};
  Sgd rule({{.parameters = {parameters[0]}}, {.parameters = {parameters[1]}}}, {});
  set_gradient(parameters[0].var, Tensor({1}, {1}));
  set_gradient(parameters[1].var, Tensor({1}, {1}));
  const std::vector<Rates> rates = {{.lr = 0.5}, {.lr = 0.25}};
  rule.step(std::span<const Rates>(rates));
  EXPECT_EQ(first(parameters[0]), Scalar(0.5));
  EXPECT_EQ(first(parameters[1]), Scalar(0.75));
  EXPECT_EQ(message_of([&] { rule.step(std::span<const Rates>(rates).first(1)); }),
            "sgd: 2 groups need as many rates, got 1");
}

TEST(Optimizer, LeavesBiasesAndNormsUndecayedOnRequest) {
  NamedParameters parameters = {one_parameter(1, "w"), one_parameter(1, "b"),
                                one_parameter(1, "n")};
  parameters[1].role = ParameterRole::kBias;
  parameters[2].role = ParameterRole::kNorm;
  const auto rule = optimizer("sgd(weight_decay=0.5, decay_biases=false)", parameters);
  for (const NamedParameter& parameter : parameters) {
    set_gradient(parameter.var, Tensor({1}, {0}));
  }
  rule->step({.lr = 0.5});
  EXPECT_EQ(first(parameters[0]), Scalar(0.75));
  EXPECT_EQ(first(parameters[1]), 1);
  EXPECT_EQ(first(parameters[2]), 1);

  rule->step({.lr = 0.5, .weight_decay = 1.0});  // replaces the group's, but not the exemption
  EXPECT_EQ(first(parameters[0]), Scalar(0.375));
  EXPECT_EQ(first(parameters[1]), 1);
}

TEST(Optimizer, RefusesParametersThatAreThereTwiceOrTakeNoGradient) {
  const NamedParameter p = one_parameter(1);
  NamedParameter renamed = p;
  renamed.name = "q";
  NamedParameter constant{.name = "c", .var = Var(Tensor({1}, {1}))};
  EXPECT_EQ(message_of([&] { optimizer("sgd", {p, p}); }), "sgd: two parameters are named p");
  EXPECT_EQ(message_of([&] {
              optimizer("sgd", {p, renamed});
            }),
            "sgd: q is there twice, under another name or in another group");
  EXPECT_EQ(message_of([&] { optimizer("sgd", {constant}); }), "sgd: c takes no gradient");
  EXPECT_EQ(message_of([&] { optimizer("sgd", {}); }), "sgd: no parameters to optimise");
  EXPECT_EQ(message_of([&] { Sgd({{.parameters = {p}, .weight_decay = -1}}, {}); }),
            "sgd: group \"all\": weight_decay must be finite and >= 0, got -1");
}

TEST(Optimizer, NamesItsStateAfterTheParameters) {
  const auto rule = optimizer("sgd(momentum=0.9)", mixed_parameters());
  const State state = rule->state();
  ASSERT_EQ(state.tensors.size(), 4U);
  EXPECT_EQ(state.tensors[0].name, "layers.0.weight.momentum");
  EXPECT_EQ(state.tensors[0].value.shape(), (Shape{3, 5}));
  EXPECT_EQ(state.metadata.at("optimizer"), "sgd");
  EXPECT_EQ(state.metadata.at("optimizer.updates"), "0");
}

TEST(Optimizer, LoadSaysWhatIsMissingAndChangesNothing) {
  const auto rule = optimizer("sgd(momentum=0.9)", {one_parameter(1)});
  State state = rule->state();
  state.metadata["optimizer.updates"] = "7";
  State without = state;
  without.tensors.clear();
  EXPECT_EQ(message_of([&] { rule->load(without); }),
            "sgd: load: the state has no tensor \"p.momentum\"");
  State misshapen = state;
  misshapen.tensors[0].value = Tensor::zeros({2});
  EXPECT_EQ(message_of([&] { rule->load(misshapen); }),
            "sgd: load: \"p.momentum\" must have shape (1), got (2)");
  State garbled = state;
  garbled.metadata["p.updates"] = "3x";
  EXPECT_EQ(message_of([&] { rule->load(garbled); }),
            "sgd: load: \"p.updates\" must be a count, got \"3x\"");
  EXPECT_EQ(rule->updates(), 0);
  rule->load(state);
  EXPECT_EQ(rule->updates(), 7);
}

TEST(Optimizer, AllocatesNothingAfterTheFirstStep) {
  const NamedParameters parameters = mixed_parameters();
  GivenGradients gradients;
  set_gradients(parameters, gradients);
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    const auto rule = optimizer(entry.signature.name, parameters);
    rule->step({.lr = 0.01});
    const std::size_t before = pool_heap_allocations();
    rule->step({.lr = 0.01});
    EXPECT_EQ(pool_heap_allocations(), before) << entry.signature.name;
  }
}

TEST(EvaluationPoint, ShowsTheAverageAndPutsEverythingBack) {
  const NamedParameter p = one_parameter(1);
  ScheduleFreeSgd rule({{.parameters = {p}}}, {});
  set_gradient(p.var, Tensor({1}, {1}));
  {
    const EvaluationPoint point(rule);  // before the first update: the parameter itself
    EXPECT_EQ(first(p), 1);
  }
  rule.step({.lr = 0.1});
  set_gradient(p.var, Tensor({1}, {Scalar(0.5)}));
  rule.step({.lr = 0.1});
  const Scalar y = first(p);
  const State before = rule.state();
  {
    const EvaluationPoint point(rule);
    EXPECT_NEAR(first(p), 0.875, 1e-6);  // x = (0.9 + 0.85) / 2
  }
  EXPECT_EQ(first(p), y);
  EXPECT_EQ(encode_safetensors(rule.state()), encode_safetensors(before));
}

TEST(EvaluationPoint, ForbidsStepsWhileItLives) {
  const NamedParameter p = one_parameter(1);
  const auto rule = optimizer("sgd", {p});
  {
    const EvaluationPoint point(*rule);
    EXPECT_THROW(rule->step({.lr = 0.1}), std::logic_error);
    EXPECT_THROW(EvaluationPoint{*rule}, std::logic_error);
  }
  EXPECT_NO_THROW(rule->step({.lr = 0.1}));
}

}}  // namespace anneal
