#include <array>
#include <map>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "optim/adagrad_adadelta.h"
#include "optim/adam.h"
#include "optim/lars_lamb.h"
#include "optim/lion.h"
#include "optim/muon.h"
#include "optim/nadam_radam.h"
#include "optim/prodigy.h"
#include "optim/rmsprop.h"
#include "optim/schedule_free.h"
#include "optim/sgd.h"
#include "tests/optim/support.h"

namespace anneal { namespace {

/// Three updates of one number from 1 with the gradients 1, 0.5, -0.25 and the rates 0.1, 0.05,
/// 0.025, worked out by hand from each formula.
struct ScalarCase {
  std::string specification;
  std::array<double, 3> expected;

  friend std::ostream& operator<<(std::ostream& out, const ScalarCase& c) {
    return out << c.specification;
  }
};

class ScalarCases : public testing::TestWithParam<ScalarCase> {};

TEST_P(ScalarCases, ThreeUpdatesGiveTheNumbersOfTheFormula) {
  const std::array<double, 3> gradients = {1.0, 0.5, -0.25};
  const std::array<double, 3> rates = {0.1, 0.05, 0.025};
  const NamedParameter p = one_parameter(1);
  const auto rule = optimizer(GetParam().specification, {p});
  for (std::size_t i = 0; i < 3; ++i) {
    set_gradient(p.var, Tensor({1}, {static_cast<Scalar>(gradients[i])}));
    rule->step({.lr = rates[i], .base_lr = 0.1, .peak_lr = 0.1});
    EXPECT_NEAR(first(p), GetParam().expected[i], kIsDouble ? 1e-10 : 2e-7) << "update " << i + 1;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rules,
    ScalarCases,
    testing::Values(
        ScalarCase{"sgd", {0.9, 0.875, 0.88125}},
        ScalarCase{"sgd(momentum=0.9)", {0.9, 0.83, 0.80475}},
        ScalarCase{"sgd(momentum=0.9, rate=inside)", {0.9, 0.785, 0.68775}},
        ScalarCase{"sgd(momentum=0.9, rate=inside, goyal_correction=true)", {0.9, 0.83, 0.80475}},
        ScalarCase{"sgd(momentum=0.9, nesterov=true)", {0.81, 0.722, 0.705525}},
        ScalarCase{"sgd(momentum=0.9, nesterov=true, rate=inside)", {0.81, 0.6815, 0.600225}},
        ScalarCase{"sgd(momentum=0.9, dampening=0.5)", {0.9, 0.8425, 0.819750}},
        ScalarCase{"sgd(weight_decay=0.1)", {0.89, 0.86055, 0.8646486250}},
        ScalarCase{"sgd(weight_decay=0.1, coupling=decoupled)", {0.89, 0.86055, 0.8646486250}},
        ScalarCase{"sgd(weight_decay=0.1, coupling=independent)", {0.8, 0.695, 0.63175}},
        ScalarCase{"sgd(weight_decay=0.1, coupling=schedule)", {0.8, 0.735, 0.722875}},
        ScalarCase{"adam", {0.900000001, 0.8533910196, 0.8392994854}},
        ScalarCase{"adamw(weight_decay=0.1)", {0.890000001, 0.8389410196, 0.8227521329}},
        ScalarCase{"adamw(weight_decay=0.1, coupling=squared)",
                   {0.890000001, 0.8411660196, 0.8265487567}},
        ScalarCase{"radam", {0.9, 0.8631578947, 0.8538405516}},
        ScalarCase{"adagrad(eps=0)", {0.9, 0.8776393202, 0.8830947675}},
        ScalarCase{"adagrad(eps=0, lr_decay=1)", {0.9, 0.8888196601, 0.8906381425}},
        ScalarCase{"lion(weight_decay=0.1)", {0.89, 0.83555, 0.858461125}},
        ScalarCase{"schedule_free_sgd(power=0)", {0.9, 0.88625, 0.885}}));

/// Whether the options of `Rule` and the entry `name` of the catalogue have the same defaults: five
/// updates from both at the entry's base rate and weight decay are equal.
template <class Rule, class Options>
bool same_defaults(const std::string& name, const Options& options) {
  const NamedParameters from_options = mixed_parameters();
  const NamedParameters from_text = mixed_parameters();
  ParameterGroup group = default_group(spec::parse(name));
  group.parameters = from_options;
  Rule rule({group}, options);
  const auto made = optimizer(name, from_text);
  const double lr = base_rate(spec::parse(name));
  GivenGradients gradients;
  GivenGradients again;
  for (int t = 0; t < 5; ++t) {
    set_gradients(from_options, gradients);
    set_gradients(from_text, again);
    rule.step({.lr = lr});
    made->step({.lr = lr});
  }
  return all_values(from_options) == all_values(from_text);
}

TEST(OptimizerOptions, HaveTheDefaultsOfTheCatalogue) {
  const AdamOptions adamw = {.coupling = WeightDecay::kDecoupled};
  const std::map<std::string, bool> same = {
      {"sgd", same_defaults<Sgd>("sgd", SgdOptions())},
      {"adam", same_defaults<Adam>("adam", AdamOptions())},
      {"adamw", same_defaults<Adam>("adamw", adamw)},
      {"amsgrad", same_defaults<Amsgrad>("amsgrad", AmsgradOptions())},
      {"nadam", same_defaults<Nadam>("nadam", NadamOptions())},
      {"radam", same_defaults<Radam>("radam", RadamOptions())},
      {"adamax", same_defaults<Adamax>("adamax", AdamaxOptions())},
      {"adagrad", same_defaults<Adagrad>("adagrad", AdagradOptions())},
      {"rmsprop", same_defaults<Rmsprop>("rmsprop", RmspropOptions())},
      {"adadelta", same_defaults<Adadelta>("adadelta", AdadeltaOptions())},
      {"lion", same_defaults<Lion>("lion", LionOptions())},
      {"lars", same_defaults<Lars>("lars", LarsOptions())},
      {"lamb", same_defaults<Lamb>("lamb", LambOptions())},
      {"muon", same_defaults<Muon>("muon", MuonOptions())},
      {"schedule_free_sgd",
       same_defaults<ScheduleFreeSgd>("schedule_free_sgd", ScheduleFreeSgdOptions())},
      {"schedule_free_adamw",
       same_defaults<ScheduleFreeAdamw>("schedule_free_adamw", ScheduleFreeAdamwOptions())},
      {"prodigy", same_defaults<Prodigy>("prodigy", ProdigyOptions())},
  };
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    ASSERT_TRUE(same.contains(entry.signature.name)) << entry.signature.name;
    EXPECT_TRUE(same.at(entry.signature.name)) << entry.signature.name;
  }
}

TEST(ScheduleFreeSgd, AveragesEquallyUnderAConstantRate) {
  const NamedParameter p = one_parameter(1);
  const auto rule = optimizer("schedule_free_sgd", {p});
  const std::array<double, 3> gradients = {1.0, 0.5, -0.25};
  const std::array<double, 3> expected = {0.9, 0.8725, 0.875};  // what the parameter holds: y
  for (std::size_t i = 0; i < 3; ++i) {
    set_gradient(p.var, Tensor({1}, {static_cast<Scalar>(gradients[i])}));
    rule->step({.lr = 0.1});
    EXPECT_NEAR(first(p), expected[i], kIsDouble ? 1e-12 : 2e-7);
  }
}

}}  // namespace anneal
