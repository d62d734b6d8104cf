#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedulers/dialects/dialects.h"
#include "tests/dialects/support.h"

// What is said of other libraries' words: units that were meant to be epochs, and senses.

namespace anneal { namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> warnings(const std::string& text, const RunPlan& plan) {
  return resolve(parse_schedule(text, dialect_catalogue()), plan).warnings();
}

const RunPlan kThirtyEpochs = plan_of(3000, 0.1, 100);

TEST(UnitsOfDialects, APerEpochSchedulerInUpdatesIsAskedForItsEpochs) {
  struct Case {
    const char* text;
    const char* write;
  };
  for (const Case& one : {
           Case{"torch.StepLR(step_size=10it)", "write torch.StepLR(step_size=10ep))"},
           Case{"torch.MultiStepLR(milestones=[10it, 20it])",
                "write torch.MultiStepLR(milestones=[10ep, 20ep]))"},
           Case{"torch.ExponentialLR(gamma=0.95)",
                "write torch.ExponentialLR(gamma=0.95, every=1ep))"},
           Case{"torch.CosineAnnealingLR(T_max=30it)",
                "write torch.CosineAnnealingLR(T_max=30ep))"},
           Case{"torch.CosineAnnealingWarmRestarts(T_0=10it)",
                "write torch.CosineAnnealingWarmRestarts(T_0=10ep))"},
           Case{"torch.PolynomialLR", "write torch.PolynomialLR(total_iters=5ep))"},
       }) {
    EXPECT_THAT(warnings(one.text, kThirtyEpochs),
                Contains(AllOf(HasSubstr("were epochs, ep, meant?"), HasSubstr(one.write))))
        << one.text;
  }
}

TEST(UnitsOfDialects, ATorchCosineShorterThanTheRunEndsAtTheTop) {
  EXPECT_THAT(warnings("torch.CosineAnnealingLR(T_max=15ep)", kThirtyEpochs),
              Contains(HasSubstr("torch.CosineAnnealingLR(T_max=15ep): the run ends while the rate "
                                 "climbs again, at 1 of its peak")));
  EXPECT_THAT(warnings("torch.CosineAnnealingLR(T_max=30ep)", kThirtyEpochs),
              Not(Contains(HasSubstr("climbs"))));
}

TEST(UnitsOfDialects, TheirOwnExamplesAreInOrder) {
  for (const Dialect& dialect : dialects()) {
    EXPECT_THAT(warnings(dialect.example, plan_of(100, 0.1, 10)),
                Each(Not(AnyOf(HasSubstr("epochs, ep,"), HasSubstr("climbs again"),
                               HasSubstr("after a tenth")))))
        << dialect.example;
  }
}

TEST(SensesOfDialects, TheLibrarysOwnDefaultStaysAndIsWarnedOf) {
  for (const std::string text : {"torch.ReduceLROnPlateau(metric=val_accuracy)",
                                 "optax.reduce_on_plateau(metric=val_accuracy)",
                                 "keras.ReduceLROnPlateau(monitor=val_accuracy, mode=min)"}) {
    EXPECT_THAT(warnings(text, kThirtyEpochs),
                Contains(HasSubstr(": mode=min, but a larger val_accuracy is better: it acts when "
                                   "the metric improves (write mode=max)")))
        << text;
  }
  EXPECT_THAT(warnings("torch.ReduceLROnPlateau(metric=val_accuracy, mode=max)", kThirtyEpochs),
              Not(Contains(HasSubstr("mode"))));
  EXPECT_THAT(warnings("keras.ReduceLROnPlateau(monitor=val_accuracy)", kThirtyEpochs),
              Not(Contains(HasSubstr("mode"))));
}

TEST(SensesOfDialects, OptaxMakesAnyMetricSmall) {
  EXPECT_EQ(meaning("optax.reduce_on_plateau(metric=perplexity)", kThirtyEpochs),
            "plateau(metric=perplexity, mode=min, acts=at)");
}

}}  // namespace anneal
