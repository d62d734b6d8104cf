#include <cmath>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schedulers/dialects/dialects.h"
#include "schedulers/resolve.h"
#include "tests/dialects/fields.h"

namespace anneal { namespace {

// One scheduler of tests/golden/schedules_torch.csv, made by PyTorch 1.13, or of
// schedules_libraries.csv, made by the formulas of other libraries.
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

std::vector<Trace> traces(const std::string& file_name) {
  std::vector<Trace> all;
  std::ifstream file(ANNEAL_TEST_DIR "/golden/" + file_name);
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

class LibraryTrace : public ::testing::TestWithParam<Trace> {};

TEST_P(LibraryTrace, IsWhatOurDialectGives) {
  const Trace& golden = GetParam();
  const auto total = static_cast<std::int64_t>(golden.rates.size());
  const RunPlan plan{
      .updates_per_epoch = Steps(1), .total = Steps(total), .base = LearningRate(golden.base)};
  const ResolvedSchedule schedule = resolve(parse_schedule(golden.text, dialect_catalogue()), plan);
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

std::string test_name(const ::testing::TestParamInfo<Trace>& trace) {
  std::string name = name_of(trace.param.text) + "_" + std::to_string(trace.index);
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(PyTorch,
                         LibraryTrace,
                         ::testing::ValuesIn(traces("schedules_torch.csv")),
                         test_name);
INSTANTIATE_TEST_SUITE_P(Others,
                         LibraryTrace,
                         ::testing::ValuesIn(traces("schedules_libraries.csv")),
                         test_name);

TEST(LibraryTraces, HoldEveryDialect) {
  std::set<std::string> names;
  for (const char* file : {"schedules_torch.csv", "schedules_libraries.csv"}) {
    for (const Trace& trace : traces(file)) {
      names.insert(name_of(trace.text));
    }
  }
  // These are another one under a second name, or are tested on their own.
  const std::set<std::string> elsewhere{"composer.MultiStepScheduler",
                                        "composer.PolynomialWithWarmupScheduler",
                                        "composer.StepScheduler",
                                        "fastai.combined_cos",
                                        "fastai.fit_sgdr",
                                        "hf.constant",
                                        "hf.reduce_lr_on_plateau",
                                        "keras.ReduceLROnPlateau",
                                        "optax.constant_schedule",
                                        "optax.join_schedules",
                                        "optax.reduce_on_plateau",
                                        "paddle.CosineAnnealingWarmRestarts",
                                        "paddle.CyclicLR",
                                        "paddle.LinearLR",
                                        "paddle.MultiStepDecay",
                                        "paddle.OneCycleLR",
                                        "paddle.PiecewiseDecay",
                                        "paddle.ReduceOnPlateau",
                                        "paddle.StepDecay",
                                        "timm.PlateauLRScheduler"};
  for (const Dialect& dialect : dialects()) {
    const std::string& name = dialect.name;
    EXPECT_EQ(names.count(name) + elsewhere.count(name), 1U) << name;
  }
}

}}  // namespace anneal
