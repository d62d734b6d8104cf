#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "schedulers/dialects/rosetta.h"
#include "schedulers/dialects/same_request.h"
#include "schedulers/resolve.h"

namespace anneal { namespace {

const char* const kPage = ANNEAL_TEST_DIR "/../docs/rosetta.md";

TEST(Rosetta, ThePageIsWhatTheTablesSay) {
  if (std::getenv("ANNEAL_WRITE_ROSETTA") != nullptr) {
    std::ofstream(kPage) << rosetta_page();
  }
  std::stringstream page;
  page << std::ifstream(kPage).rdbuf();
  EXPECT_EQ(page.str(), rosetta_page()) << "write it again: see its first lines";
}

// The rates of the first seven or so that people compare, three digits each.
TEST(SameRequest, GivesTheKnownCurves) {
  const std::vector<std::pair<std::string, std::vector<double>>> known{
      {"Hugging Face", {0, .25, .5, .75, 1, .933, .75, .5, .25, .067}},
      {"Optax", {0, .25, .5, .75, 1, .933, .75, .5, .25, .067}},
      {"Keras", {0, .25, .5, .75, 1, .933, .75, .5, .25, .067}},
      {"Composer", {0, .25, .5, .75, 1, .933, .75, .5, .25, .067}},
      {"Paddle", {0, .25, .5, .75, 1, .933, .75, .5, .25, .067}},
      {"Hugging Face, min_lr", {.25, .5, .75, 1, .933, .75, .5, .25, .067, 0}},
      {"torchtitan", {.2, .4, .6, .8, .950, .812, .611, .389, .188, .050}},
      {"PyTorch, sequence", {.25, .438, .625, .812, 1, .933, .75, .5, .25, .067}},
      {"timm", {0, .25, .5, .75, .655, .5, .345, .206, .095, .024}},
      {"PyTorch, one cycle", {.04, .28, .76, 1, .933, .75, .5, .25, .067, 4e-6}},
      {"Optax, one cycle", {.04, .181, .52, .859, 1, .933, .75, .5, .25, .067}},
      {"fastai", {.04, .181, .52, .859, 1, .933, .75, .5, .25, .067}}};
  for (const double peak : {1.0, 0.3}) {
    const CosineRequest request{
        .updates = Steps(10), .warmup = Steps(4), .peak = LearningRate(peak)};
    const RunPlan plan{
        .updates_per_epoch = Steps(5), .total = request.updates, .base = request.peak};
    std::size_t seen = 0;
    for (const LibraryRequest& row : same_request(request)) {
      const ResolvedSchedule schedule = resolve(parse_schedule(row.text), plan);
      for (const auto& [library, rates] : known) {
        for (std::size_t t = 0; library == row.library && t < rates.size(); ++t) {
          EXPECT_NEAR(schedule.at(Step(t)).value(), rates[t], 5.1e-4) << row.library << " " << t;
          ++seen;
        }
      }
    }
    EXPECT_EQ(seen, 10 * known.size());
  }
}

TEST(SameRequest, RefusesARunThatIsAllWarmup) {
  EXPECT_THROW(same_request({.updates = Steps(10), .warmup = Steps(10)}), std::invalid_argument);
  EXPECT_THROW(same_request({.updates = Steps(10), .warmup = Steps(0)}), std::invalid_argument);
  EXPECT_THROW(same_request({.updates = Steps(10), .warmup = Steps(4), .peak = LearningRate(0.0)}),
               std::invalid_argument);
  EXPECT_NO_THROW(same_request({.updates = Steps(2), .warmup = Steps(1)}));
}

}}  // namespace anneal
