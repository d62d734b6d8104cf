#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/optim/support.h"

namespace anneal { namespace {

/// The lines of tests/golden/optim.tsv that belong to one run; how they came about is told in
/// optim_golden.py beside it.
struct GoldenRun {
  std::string source;
  std::string specification;
  std::string problem;
  std::string momentum;
  std::map<int, std::vector<double>> values;  // after update t, from 1
};

std::vector<GoldenRun> golden_runs() {
  std::ifstream file(std::string(ANNEAL_TEST_DIR) + "/golden/optim.tsv");
  std::vector<GoldenRun> runs;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) {
      continue;
    }
    std::istringstream fields(line);
    GoldenRun run;
    std::string update;
    std::string values;
    std::getline(fields, run.source, '\t');
    std::getline(fields, run.specification, '\t');
    std::getline(fields, run.problem, '\t');
    std::getline(fields, run.momentum, '\t');
    std::getline(fields, update, '\t');
    std::getline(fields, values, '\t');
    if (update == "1") {
      runs.push_back(run);
    }
    std::istringstream numbers(values);
    for (std::string number; numbers >> number;) {
      runs.back().values[std::stoi(update)].push_back(std::stod(number));
    }
  }
  return runs;
}

Tensor rosenbrock_gradient(const Tensor& at) {
  const double x = at.data()[0];
  const double y = at.data()[1];
  const double slope = y - x * x;
  return Tensor({2}, {static_cast<Scalar>(-2.0 * (1.0 - x) - 400.0 * x * slope),
                      static_cast<Scalar>(200.0 * slope)});
}

/// The largest relative difference (absolute below 1) from the table over a whole run.
double largest_error(const GoldenRun& run) {
  const bool random = run.problem == "random";
  NamedParameter p{.name = "p",
                   .var = Var::parameter(random ? Tensor({2, 3}, {1, -0.5, 0.25, 2, -1, 0.75})
                                                : Tensor({2}, {Scalar(-1.2), 1}))};
  const double base = base_rate(spec::parse(run.specification));
  const auto rule = optimizer(run.specification, {p});
  GivenGradients gradients;
  double worst = 0.0;
  for (int t = 0; t < 200; ++t) {
    set_gradient(p.var, random ? gradients.tensor({2, 3}) : rosenbrock_gradient(p.var.value()));
    Rates rates{.lr = base * (1.0 - t / 250.0), .base_lr = base, .peak_lr = base};
    if (run.momentum == "rising") {
      rates.momentum = 0.85 + 0.1 * t / 200.0;
    }
    rule->step(rates);
    const auto expected = run.values.find(t + 1);
    if (expected != run.values.end()) {
      for (std::size_t i = 0; i < expected->second.size(); ++i) {
        const double got = p.var.value().data()[i];
        const double want = expected->second[i];
        const double error = std::abs(got - want) / std::max(1.0, std::abs(want));
        worst = error <= worst ? worst : error;  // NaN counts as worse
      }
    }
  }
  return worst;
}

TEST(Golden, HasARunOfEveryOptimizerOfTheCatalogue) {
  std::set<std::string> names;
  for (const GoldenRun& run : golden_runs()) {
    names.insert(run.specification.substr(0, run.specification.find('(')));
  }
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    EXPECT_TRUE(names.contains(entry.signature.name)) << entry.signature.name;
  }
}

TEST(Golden, EveryRunOfTheTableAgreesOverTwoHundredUpdates) {
  const std::vector<GoldenRun> runs = golden_runs();
  ASSERT_FALSE(runs.empty());
  for (const GoldenRun& run : runs) {
    EXPECT_LE(largest_error(run), kIsDouble ? 1e-12 : 1e-5)
        << run.source << " " << run.specification << " on " << run.problem << ", momentum "
        << run.momentum;
  }
}

}}  // namespace anneal
