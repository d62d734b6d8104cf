#include "optim/catalogue.h"

#include <cmath>
#include <set>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "core/spec/error.h"
#include "optim/adam.h"
#include "optim/muon.h"
#include "optim/nadam_radam.h"
#include "optim/prodigy.h"
#include "optim/sgd.h"
#include "tests/optim/support.h"

namespace anneal { namespace {

std::string refusal(const std::string& specification) {
  try {
    optimizer(specification, {one_parameter(1)});
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(OptimizerCatalogue, SaysAllThatAReaderNeedsAboutEachRule) {
  std::set<std::string> names;
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    EXPECT_TRUE(names.insert(entry.signature.name).second);
    EXPECT_FALSE(entry.signature.formula.empty()) << entry.signature.name;
    EXPECT_FALSE(entry.signature.help.empty()) << entry.signature.name;
    EXPECT_FALSE(entry.signature.source.empty()) << entry.signature.name;
    EXPECT_FALSE(entry.state.empty()) << entry.signature.name;
    EXPECT_FALSE(entry.rate_enters.empty()) << entry.signature.name;
    EXPECT_EQ(entry.signature.parameters.front().name, "lr");
    for (const spec::Parameter& parameter : entry.signature.parameters) {
      EXPECT_FALSE(parameter.help.empty()) << entry.signature.name << " " << parameter.name;
    }
    const std::string saved_as = optimizer(entry.signature.name, {one_parameter(1)})->name();
    EXPECT_NO_THROW(optimizer_entry(spec::parse(saved_as))) << entry.signature.name;
  }
}

TEST(OptimizerCatalogue, WarnsOfRulesWithAScheduleInside) {
  for (const char* name :
       {"radam", "adagrad", "schedule_free_sgd", "schedule_free_adamw", "prodigy", "nadam"}) {
    EXPECT_FALSE(optimizer_entry(spec::parse(name)).warning.empty()) << name;
  }
  EXPECT_TRUE(optimizer_entry(spec::parse("sgd")).warning.empty());
}

TEST(OptimizerCatalogue, ReadsTheBaseRateBeforeAnythingIsBuilt) {
  EXPECT_EQ(base_rate(spec::parse("adam(lr=0.1)")), 0.1);
  EXPECT_EQ(base_rate(spec::parse("adam(0.1)")), 0.1);
  EXPECT_EQ(base_rate(spec::parse("adam")), 1e-3);
  EXPECT_EQ(default_group(spec::parse("adamw")).weight_decay, 0.01);
  EXPECT_FALSE(default_group(spec::parse("sgd(decay_biases=false)")).decay_biases);
}

TEST(OptimizerCatalogue, RefusesWhatDoesNotFit) {
  EXPECT_NE(refusal("adma").find("did you mean adam"), std::string::npos);
  EXPECT_NE(refusal("adam(beta3=0.9)"), "accepted");
  EXPECT_NE(refusal("adam(lr=-1)"), "accepted");
  EXPECT_NE(refusal("adam(lr=inf)"), "accepted");
  EXPECT_NE(refusal("adam(beta2=1)"), "accepted");
  EXPECT_NE(refusal("adam(eps=-1e-8)"), "accepted");
  EXPECT_NE(refusal("sgd(weight_decay=-1)"), "accepted");
  EXPECT_NE(refusal("sgd(coupling=l1)"), "accepted");
  EXPECT_NE(refusal("radam(threshold=3)"), "accepted");
  EXPECT_NE(refusal("muon(steps=0)"), "accepted");
  EXPECT_EQ(refusal("sgd(nesterov=true)"),
            "sgd: nesterov needs momentum > 0 and dampening 0, got 0 and 0");
  EXPECT_EQ(refusal("sgd(momentum=0.9, dampening=0.1, rate=inside)"),
            "sgd: dampening is for the rate outside the velocity, got 0.1 with the rate inside");
  EXPECT_EQ(refusal("sgd(momentum=0.9, goyal_correction=true)"),
            "sgd: the Goyal correction is for the rate inside the velocity");
  EXPECT_EQ(refusal("adam(eps_inside=true, eps_hat=true)"),
            "adam: eps_inside and eps_hat exclude each other");
}

TEST(OptimizerOptions, AreCheckedWithoutASpecificationToo) {
  const std::vector<ParameterGroup> groups = {{.parameters = {one_parameter(1)}}};
  EXPECT_THROW(Sgd(groups, {.momentum = 1.0}), std::invalid_argument);
  EXPECT_THROW(Sgd(groups, {.momentum = std::nan("")}), std::invalid_argument);
  EXPECT_THROW(Adam(groups, {.beta1 = -0.1}), std::invalid_argument);
  EXPECT_THROW(Adam(groups, {.eps = std::nan("")}), std::invalid_argument);
  EXPECT_THROW(Prodigy(groups, {.d0 = 0.0}), std::invalid_argument);
  EXPECT_THROW(Muon(groups, {.newton_schulz_steps = 0}), std::invalid_argument);
}

TEST(Radam, RectifiesFromTheSixthUpdateOn) {
  EXPECT_NEAR(radam_rho(0.999, 1000000), 1999.0, 1e-6);
  EXPECT_LT(radam_rho(0.999, 4), 4.0);
  EXPECT_GT(radam_rho(0.999, 5), 4.0);
  EXPECT_LT(radam_rho(0.999, 5), 5.0);
  EXPECT_GT(radam_rho(0.999, 6), 5.0);
  EXPECT_EQ(radam_rectification(0.999, 4), 0.0);
  EXPECT_NEAR(radam_rectification(0.999, 10), 0.048998, 5e-7);
  EXPECT_NEAR(radam_rectification(0.999, 1000), 0.645326, 5e-7);
}

TEST(NewtonSchulz, BringsAllSingularValuesNearOne) {
  GivenGradients numbers;
  const Tensor x = newton_schulz(numbers.tensor({3, 4}), 8);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      double dot = 0.0;  // rows of the result are nearly orthonormal
      for (int k = 0; k < 4; ++k) {
        dot += double{x.data()[4 * i + k]} * x.data()[4 * j + k];
      }
      EXPECT_NEAR(dot, i == j ? 1.0 : 0.0, 0.5);
    }
  }
}

TEST(NewtonSchulz, TreatsATallMatrixAsTheTransposeOfAWideOne) {
  GivenGradients numbers;
  const Tensor wide = numbers.tensor({2, 4});
  Tensor tall({4, 2});
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 4; ++j) {
      tall.data()[2 * j + i] = wide.data()[4 * i + j];
    }
  }
  const Tensor a = newton_schulz(wide, 5);
  const Tensor b = newton_schulz(tall, 5);
  EXPECT_EQ(a.data()[4 * 1 + 3], b.data()[2 * 3 + 1]);
}

TEST(Prodigy, FindsADistanceOfTheRightOrder) {
  const NamedParameter p = one_parameter(5);  // 5 away from the minimum of p^2 / 2
  const auto rule = optimizer("prodigy", {p});
  for (int t = 0; t < 500; ++t) {
    set_gradient(p.var, p.var.value());
    rule->step({.lr = 1.0});
  }
  EXPECT_GT(rule->shared_number("d"), 0.05);
  EXPECT_LT(rule->shared_number("d"), 10.0);
  EXPECT_EQ(rule->state().metadata.count("optimizer.d"), 1U);
  EXPECT_THROW(rule->shared_number("e"), std::invalid_argument);
}

}}  // namespace anneal
