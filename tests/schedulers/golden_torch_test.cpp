#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dialect_fields.h"
#include "schedulers/resolve.h"

namespace anneal {
namespace {

// One scheduler of tests/golden/schedules_torch.csv, made by PyTorch 1.13.
struct Trace {
  std::string kind;  // schedule, momentum or plateau
  double base = 1.0;
  std::string text;
  std::vector<double> metrics;
  std::vector<double> rates;
};

void PrintTo(const Trace& trace, std::ostream* out) {
  *out << trace.text;
}

std::vector<Trace> traces() {
  std::vector<Trace> all;
  std::ifstream file(ANNEAL_TEST_DIR "/golden/schedules_torch.csv");
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> row = fields(line);
    if (row[0] == "rates") {
      all.back().rates = numbers(row);
    } else if (row[0] == "metrics") {
      all.back().metrics = numbers(row);
    } else if (row[0][0] != '#') {
      all.push_back({row[0], std::stod(row[1]), row[2], {}, {}});
    }
  }
  return all;
}

std::string name_of(const std::string& text) {
  return text.substr(0, text.find('('));
}

// PyTorch multiplies the last rate again and again, so its own rounding errors gather: relative
// 1e-11, and 1e-15 of the base rate where the rate comes down to nothing.
void expect_rate(double rate, double golden, double base, const std::string& where) {
  EXPECT_NEAR(rate, golden, 1e-11 * std::abs(golden) + 1e-15 * base) << where;
}

class TorchTrace : public ::testing::TestWithParam<Trace> {};

TEST_P(TorchTrace, IsWhatOurDialectGives) {
  const Trace& golden = GetParam();
  const auto total = static_cast<std::int64_t>(golden.rates.size());
  const RunPlan plan{
      .updates_per_epoch = Steps(1), .total = Steps(total), .base = LearningRate(golden.base)};
  const ResolvedSchedule schedule = resolve(parse_schedule(golden.text), plan);
  FeedbackState feedback = schedule.feedback();
  for (std::int64_t t = 0; t < total; ++t) {
    const auto i = static_cast<std::size_t>(t);
    if (!golden.metrics.empty()) {  // PyTorch's rate after the evaluation, which update t uses
      feedback = schedule.observe(feedback, Step(t), {{"val_loss", golden.metrics[i]}});
    }
    const double rate = (plan.base * schedule.at(Step(t), feedback)).value();
    expect_rate(rate, golden.rates[i], golden.base, golden.text + " at " + std::to_string(t));
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, TorchTrace, ::testing::ValuesIn(traces()), [](const auto& trace) {
  std::string name = name_of(trace.param.text) + "_" + std::to_string(trace.index);
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

TEST(TorchTraces, HoldEveryScheduleOfPyTorch) {
  std::set<std::string> names;
  for (const Trace& trace : traces()) {
    names.insert(name_of(trace.text));
  }
  for (const char* name :
       {"torch.StepLR", "torch.MultiStepLR", "torch.ConstantLR", "torch.LinearLR",
        "torch.ExponentialLR", "torch.PolynomialLR", "torch.CosineAnnealingLR",
        "torch.CosineAnnealingWarmRestarts", "torch.CyclicLR", "torch.CyclicLR.momentum",
        "torch.OneCycleLR", "torch.OneCycleLR.momentum", "torch.SequentialLR",
        "torch.ChainedScheduler", "torch.ReduceLROnPlateau"}) {
    EXPECT_EQ(names.count(name), 1U) << name;
  }
}

}  // namespace
}  // namespace anneal
