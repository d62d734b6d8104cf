#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schedulers/resolve.h"

// Agreement with PyTorch for random parameters; tests/golden/schedules_golden.py made the table.
namespace anneal { namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) {
    parts.push_back(part);
  }
  return parts;
}

std::vector<std::vector<std::string>> rows(const std::string& kind) {
  std::ifstream file(ANNEAL_TEST_DIR "/golden/schedules.tsv");
  std::vector<std::vector<std::string>> result;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> cells = split(line, '\t');
    if (cells[0] == kind) {
      result.push_back(std::move(cells));
    }
  }
  return result;
}

void expect_close(double actual, double expected, const std::string& text, std::size_t step) {
  // PyTorch multiplies its way from rate to rate, which costs it a few digits near 0.
  EXPECT_NEAR(actual, expected, 1e-12 * expected + 1e-15) << text << " at " << step;
}

TEST(PyTorch, GivesTheSameRates) {
  const auto table = rows("rates");
  ASSERT_GT(table.size(), 100U);
  for (const auto& row : table) {
    const ResolvedSchedule s = resolve(
        parse_schedule(row[1]),
        {.updates_per_epoch = Steps(std::stoll(row[2])), .total = Steps(std::stoll(row[3]))});
    ASSERT_EQ(row.size(), 4U + static_cast<std::size_t>(s.plan().total.count()));
    for (std::size_t t = 0; t + 4 < row.size(); ++t) {
      expect_close(s.at(Step(t)).value(), std::stod(row[t + 4]), row[1], t);
    }
  }
}

TEST(PyTorch, CutsTheRateAtTheSameEvaluations) {
  const auto table = rows("plateau");
  ASSERT_EQ(table.size(), 40U);
  for (const auto& row : table) {
    // PyTorch's rule hears numbers; here a metric's name has a sense, so each mode gets one that
    // fits.
    const std::string metric =
        row[1].find("mode=max") == std::string::npos ? "val_loss" : "val_accuracy";
    std::string text = row[1];
    text.insert(text.find('(') + 1, "metric=" + metric + ", ");
    const ResolvedSchedule s =
        resolve(parse_schedule(text), {.updates_per_epoch = 1_it, .total = 50_it});
    const std::vector<std::string> metrics = split(row[2], ',');
    const std::vector<std::string> rates = split(row[3], ',');
    FeedbackState state = s.feedback();
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      state = s.observe(state, Step(i + 1), {{metric, std::stod(metrics[i])}});
      expect_close(s.at(Step(i + 1), state).value(), std::stod(rates[i]), row[1], i);
    }
  }
}

}}  // namespace anneal
