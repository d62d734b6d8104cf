#include <gtest/gtest.h>

#include "apps/run/rates.h"
#include "tests/optim/support.h"

namespace anneal { namespace {

TEST(ConstantSchedule, EqualsAFixedRateBitForBitUnderEveryOptimizer) {
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    const double lr = base_rate(spec::parse(entry.signature.name));
    RunConfig config;
    config.optimizer = entry.signature.name;
    config.schedule = "constant";
    const RunRates rates(parse_schedules(config), {.lr = lr},
                         {.updates_per_epoch = Steps(5), .total = Steps(20)});

    const NamedParameters scheduled = mixed_parameters();
    const NamedParameters fixed = mixed_parameters();
    const auto scheduled_rule = optimizer(entry.signature.name, scheduled);
    const auto fixed_rule = optimizer(entry.signature.name, fixed);
    GivenGradients gradients;
    GivenGradients again;
    for (int t = 0; t < 20; ++t) {
      set_gradients(scheduled, gradients);
      set_gradients(fixed, again);
      scheduled_rule->step(rates.at(t));
      fixed_rule->step({.lr = lr});
    }
    EXPECT_EQ(all_values(scheduled), all_values(fixed)) << entry.signature.name;
  }
}

}}  // namespace anneal
