#include "schedulers/catalogue.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/rng.h"
#include "core/spec/parse.h"
#include "schedulers/resolve.h"
#include "tests/schedulers/catalogue_cases.h"

namespace anneal { namespace {

class CatalogueContract : public ::testing::TestWithParam<CatalogueCase> {
 protected:
  const CatalogueCase& row() const { return GetParam(); }
  Schedule schedule() const { return parse_schedule(row().text); }
  RunPlan plan() const {
    return {.updates_per_epoch = Steps(row().updates_per_epoch), .total = Steps(row().total)};
  }
  ResolvedSchedule resolved() const { return resolve(schedule(), plan()); }
};

TEST_P(CatalogueContract, HasTheGoldenValues) {
  const ResolvedSchedule s = resolved();
  for (const CatalogueCase::Value& expected : row().values) {
    const double value = s.at(Step(expected.step)).value();
    EXPECT_NEAR(value, expected.multiplier, 1e-12 * expected.multiplier)
        << row().text << " at " << expected.step;
  }
}

TEST_P(CatalogueContract, ReadsItsOwnTextAsTheSame) {
  EXPECT_EQ(parse_schedule(to_text(schedule())), schedule());
  EXPECT_EQ(to_text(parse_schedule(to_text(schedule()))), to_text(schedule()));
}

TEST_P(CatalogueContract, IsPure) {
  const ResolvedSchedule s = resolved();
  const std::vector<double> sweep = s.values(Step(0), s.plan().total);
  Rng rng(1, "steps");
  for (int i = 0; i < 200; ++i) {  // in random order, and each as often as it comes
    const auto t = static_cast<std::int64_t>(rng.below(row().total));
    EXPECT_EQ(s.at(Step(t)).value(), sweep[static_cast<std::size_t>(t)]) << row().text << " " << t;
  }
}

TEST_P(CatalogueContract, ResumesAnywhere) {
  const ResolvedSchedule s = resolved();
  const std::vector<double> whole = s.values(Step(0), s.plan().total);
  for (std::int64_t t = 0; t < row().total; t += 1 + row().total / 40) {
    const std::vector<double> rest = resolved().values(Step(t), Steps(row().total - t));
    EXPECT_TRUE(std::equal(rest.begin(), rest.end(), whole.begin() + t)) << row().text << " " << t;
  }
}

TEST_P(CatalogueContract, NeverRisesIfItIsADecay) {
  const ResolvedSchedule s = resolved();
  const std::vector<double> values = s.values(Step(0), s.plan().total);
  EXPECT_TRUE(!row().falls || std::is_sorted(values.rbegin(), values.rend())) << row().text;
}

TEST_P(CatalogueContract, StaysFiniteAndNonNegative) {
  for (const double value : resolved().values(Step(0), plan().total)) {
    EXPECT_TRUE(std::isfinite(value) && value >= 0.0) << row().text;
  }
}

TEST_P(CatalogueContract, RefusesTheStepsBeforeAndAfterTheRun) {
  const ResolvedSchedule s = resolved();
  EXPECT_THROW(s.at(Step(-1)), std::out_of_range);
  EXPECT_THROW(s.at(Step(row().total)), std::out_of_range);
  EXPECT_NO_THROW(s.at(Step(row().total - 1)));
}

TEST_P(CatalogueContract, IsConstantWithinAnEpochWhenByEpoch) {
  const ResolvedSchedule s = resolve(schedule().by_epoch(), plan());
  const ResolvedSchedule smooth = resolved();
  for (std::int64_t t = 0; t < row().total; ++t) {
    const std::int64_t epoch = t - t % row().updates_per_epoch;
    EXPECT_EQ(s.at(Step(t)), smooth.at(Step(epoch))) << row().text << " " << t;
  }
}

std::string test_name(const ::testing::TestParamInfo<CatalogueCase>& info) {
  return info.param.name + "_" + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(Catalogue,
                         CatalogueContract,
                         ::testing::ValuesIn(catalogue_cases()),
                         test_name);

TEST(Catalogue, HasGoldenValuesForEveryEntry) {
  std::set<std::string> tested;
  for (const CatalogueCase& row : catalogue_cases()) {
    tested.insert(row.name);
    EXPECT_NE(row.text.find(row.name == "constant" ? "" : row.name), std::string::npos) << row.name;
  }
  for (const ScheduleEntry& entry : schedule_catalogue()) {
    const bool only_in_code = !entry.function_argument.empty();
    EXPECT_TRUE(only_in_code || tested.count(entry.signature.name) == 1) << entry.signature.name;
  }
}

TEST(Catalogue, SaysWhatEveryEntryIs) {
  std::set<std::string> names;
  for (const ScheduleEntry& entry : schedule_catalogue()) {
    const spec::Signature& signature = entry.signature;
    EXPECT_TRUE(names.insert(signature.name).second) << signature.name << " is there twice";
    EXPECT_FALSE(signature.help.empty()) << signature.name;
    EXPECT_FALSE(signature.formula.empty()) << signature.name;
    EXPECT_TRUE(entry.curve != nullptr || entry.expand != nullptr) << signature.name;
    for (const spec::Parameter& parameter : signature.parameters) {
      if (!parameter.default_text.empty() && !parameter.optional) {
        EXPECT_NO_THROW(spec::parse(parameter.default_text)) << signature.name;
      }
    }
  }
}

TEST(Catalogue, ShowsAnExampleOfEveryEntryThatNeedsArguments) {
  for (const ScheduleEntry& entry : schedule_catalogue()) {
    if (!entry.function_argument.empty()) {
      continue;  // has no text
    }
    const std::string& name = entry.signature.name;
    const std::string example = entry.example.empty() ? name : entry.example;
    EXPECT_NE(example.find(name), std::string::npos) << example;
    EXPECT_NO_THROW(resolve(parse_schedule(example), plan_epochs(10_ep, 50_it))) << example;
  }
}

TEST(Catalogue, IsCalledInCppAsInText) {
  const auto same = [](const Schedule& schedule, const char* text) {
    EXPECT_EQ(schedule, parse_schedule(text)) << to_text(schedule);
  };
  same(warmup(500_it).then(cosine({.to = 0.01})), "warmup(500it) then cosine(to=0.01)");
  same(constant(), "constant");
  same(constant(0.5, 5_pct), "constant(0.5, for=5%)");
  same(linear({.from = 0.5, .endpoint = true, .length = 2_ep}),
       "linear(from=0.5, endpoint=true, for=2ep)");
  same(cosine({.k = 2.0}), "cosine(k=2)");
  same(polynomial({.power = 0.9}), "polynomial(power=0.9)");
  same(exponential({.to = 0.1}), "exponential(to=0.1)");
  same(one_minus_sqrt({.length = 10_pct}), "one_minus_sqrt(for=10%)");
  same(warmup(5_pct, {.from = 0.1, .shape = CurveShape::kCosine}),
       "warmup(5%, from=0.1, shape=cosine)");
  same(warmup(5_pct, {.shape = CurveShape::kPolynomial, .power = 3.0}),
       "warmup(5%, shape=polynomial(3))");
  same(step(10_ep), "step(every=10ep)");
  same(multistep({30_ep, 60_ep}, {.gamma = {0.5}}), "multistep(at=[30ep, 60ep], gamma=0.5)");
  same(inverse_sqrt(400_it), "inverse_sqrt(timescale=400it)");
  same(wsd({.shape = CurveShape::kOneMinusSqrt}), "wsd(shape=one_minus_sqrt)");
  same(onecycle({.warmup = 40_pct, .phases = 3}), "onecycle(warmup=40%, phases=3)");
  same(cosine_restarts(10_ep, {.mult = 2.0}), "cosine_restarts(first=10ep, mult=2)");
  same(tanh_decay({.upper = 4.0}), "tanh(upper=4)");
  same(rex(0.5), "rex(from=0.5)");
  same(piecewise({1, 0.5}, {10_ep}, {.interpolate = Interpolate::kLinear}),
       "piecewise(values=[1, 0.5], at=10ep, interpolate=linear)");
  same(decay(0.95, 1_ep), "decay(gamma=0.95, every=1ep)");
  same(inverse_time(1.0, 100_it, {.staircase = true}),
       "inverse_time(rate=1, every=100it, staircase=true)");
  same(noam(4000_it), "noam(warmup=4000it)");
  same(power({.b = 0.3}), "power(b=0.3)");
  same(cyclic({.low = 0.1, .up = 2_ep, .mode = CyclicMode::kTriangular2}),
       "cyclic(low=0.1, up=2ep, mode=triangular2)");
  same(onecycle_momentum({.phases = 3}), "onecycle_momentum(phases=3)");
  same(repeat(warmup(10_pct).then(cosine()), 5_ep, {.mult = 2.0}),
       "repeat(warmup(10%) then cosine, length=5ep, mult=2)");
  same(stretch(step(10_ep), 2.0), "stretch(step(every=10ep), 2)");
  same(clamp(cosine(), 0.1, 0.9), "clamp(cosine, min=0.1, max=0.9)");
  same(open(cosine({.length = 5_ep})), "open(cosine(for=5ep))");
  same(window(cosine({.length = 9_it}), {.skip = 2_it}), "window(cosine(for=9it), skip=2it)");
  same(wave(10_it, {.cycles = 0.5, .to = 0.1}), "wave(over=10it, cycles=0.5, to=0.1)");
  same(table({1, 0.5}), "table(values=[1, 0.5])");
  same(table_by_epoch({1, 0.5}), "table(values=[1, 0.5], per=epoch)");
  same(greedy({.metric = "train_loss", .factor = 0.9}), "greedy(metric=train_loss, factor=0.9)");
  same(plateau({.factor = 0.5, .patience = 3_ev}), "plateau(factor=0.5, patience=3ev)");
  same(cosine() * step(1_ep).by_epoch(), "cosine * step(every=1ep) by epoch");
}

TEST(Catalogue, ChecksInCppWhatItChecksInText) {
  EXPECT_THROW(cosine({.to = -0.1}), std::invalid_argument);
  EXPECT_THROW(cosine({.to = std::nan("")}), std::invalid_argument);
  EXPECT_THROW(step(0_it), std::invalid_argument);
  EXPECT_THROW(warmup(Steps(-5)), std::invalid_argument);
  EXPECT_THROW(multistep({1_ep, 2_ep}, {.gamma = {0.1, 0.2, 0.3}}), std::invalid_argument);
  EXPECT_THROW(warmup(5_it, {.shape = CurveShape::kExponential}), std::invalid_argument);
  EXPECT_THROW(wsd({.shape = CurveShape::kExponential}), std::invalid_argument);
}

}}  // namespace anneal
