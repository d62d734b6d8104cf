#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/text.h"
#include "schedulers/dialects/dialects.h"
#include "schedulers/resolve.h"

namespace anneal { namespace {

constexpr const char* kHead = R"(# Rosetta: each schedule in each library's words, and here

This page is printed by the program's own tables; do not edit it. To write it again after a change there:

    ANNEAL_WRITE_ROSETTA=1 build/dev/tests/dialects_test_plain --gtest_filter='Rosetta.*'

Every name below can be used as a schedule wherever one is expected (`--schedule`, a study, C++'s `parse_schedule`), with
the library's own argument names and defaults. Three things are different from the library:

* **Lengths have units**: `step_size=30ep` (epochs), `500it` (updates) or `5%` (of the run). A library that counts
  `scheduler.step()` calls does not say which; here the unit does. Stepping once per epoch is `... by epoch`.
* **Rates stay rates.** Where the library takes an absolute rate (`eta_min`, `max_lr`, `peak_value`), so does the name here; it is
  divided by the run's base rate. An argument marked `base` is the base rate unless it is given.
* **A schedule that ends early holds its last rate**, unless the library does something else on purpose. Every name also takes
  `for=`, its length when it is one piece of a sequence. `anneal preview --explain` shows what a name stands for in a run.
)";

constexpr const char* kFacts = R"(
## Where the libraries disagree

* **The first update.** t/W, so that it has rate 0: Hugging Face, Optax, Keras, Paddle, Composer, timm, Megatron-LM. (t+1)/W: llm.c, torchtitan
  since June 2025, OLMo-core, Hugging Face's cosine_warmup_with_min_lr. (t+1)/(W+1): nanoGPT, torchtitan before. (t-1)/W or log(t)/log(W),
  so that two updates have rate 0: DeepSpeed. s + (1-s) t/W with s > 0: PyTorch's LinearLR.
* **The update at a milestone** already uses the new rate in PyTorch, Optax, Paddle and Composer; it still uses the old one in Keras.
* **decay_steps** includes the warmup in Optax and excludes it in Keras; the lengths of the others include it, but timm's with a prefix.
* **A warmup that takes all of its schedule**: Hugging Face, DeepSpeed and OLMo-core go to the last rate at once (Hugging Face's cosines go
  up and down from one update to the next), Composer stays at the top, torchtitan shortens the warmup, Optax and Megatron-LM refuse.
* **The floor** is a share in Optax and Keras (alpha), Composer and OLMo-core (alpha_f), torchtitan (min_lr_factor) and DeepSpeed
  (cos_min_ratio), a rate in PyTorch, Paddle (eta_min), Megatron-LM (min_lr) and timm (lr_min).
* **After the end**: held in Optax, Keras, Composer, timm and Hugging Face's linear; climbs again in PyTorch's and Paddle's cosine and in
  Hugging Face's cosines; PyTorch's one cycle extrapolates, then fails (here it is held).
* **One cycle** ends at max / (div final_div) in PyTorch and Optax, at max / div_final in fastai, at a rate of its own in Paddle. PyTorch and Paddle
  reach the top one update earlier than Optax and fastai, and use the last rate at the last update; the others would use it one later.
* **A plateau** acts at the evaluation after `patience` bad ones in PyTorch and Paddle, at the patience-th in Keras and Optax. In Keras a
  cooldown of c passes over c - 1 evaluations. The threshold is a share in PyTorch, Paddle and Optax, absolute in Keras.
* **Functions.** LambdaLR, MultiplicativeLR (PyTorch), LambdaDecay (Paddle) and LearningRateScheduler (Keras) take a function of the step. Here
  that is `lambda` in C++, or `table`, one multiplier per update or epoch, anywhere.
)";

std::string code(const std::string& text) {
  return text.empty() ? "" : "`" + text + "`";
}

// The families in the order of their first rows.
std::vector<std::string> families(const std::vector<Dialect>& rows) {
  std::vector<std::string> names;
  for (const Dialect& row : rows) {
    if (std::find(names.begin(), names.end(), row.family) == names.end()) {
      names.push_back(row.family);
    }
  }
  return names;
}

std::string by_family(const std::vector<Dialect>& rows) {
  std::string page =
      "\n## By kind\n\nThe calls are for a run of 100 updates, 10 an epoch, with base rate 0.1; "
      "both "
      "columns give the same rates there.\n";
  for (const std::string& family : families(rows)) {
    page += "\n### " + family + "\n\n| in the library's words | here |\n|---|---|\n";
    for (const Dialect& row : rows) {
      if (row.family == family) {
        page += "| " + code(row.example) + " | " + code(row.here) + " |\n";
      }
    }
  }
  return page;
}

// Three decimals, without trailing zeros.
std::string rounded_text(double value) {
  return to_text(std::round(value * 1000.0) / 1000.0);
}

std::string side_by_side() {
  std::string page =
      "\n## The same request, many curves\n\n10 updates, 4 of them warmup, then a cosine to 0: the "
      "multiplier of each update.\n\n| library | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|\n";
  const CosineRequest request{.updates = Steps(10), .warmup = Steps(4)};
  const RunPlan plan{.updates_per_epoch = Steps(10), .total = request.updates};
  std::string calls = "\n";
  for (const LibraryRequest& row : same_request(request)) {
    const ResolvedSchedule schedule = resolve(parse_schedule(row.text, dialect_catalogue()), plan);
    page += "| " + row.library + " |";
    for (const double value : schedule.values(Step(0), plan.total)) {
      page += " " + rounded_text(value) + " |";
    }
    page += "\n";
    calls += "* " + row.library + ": " + code(row.text) + "\n";
  }
  return page + calls;
}

std::string reference(const std::vector<Dialect>& rows) {
  std::string page =
      "\n## Reference\n\nName with arguments and defaults; what it computes; what to know. An "
      "argument "
      "without a default must be given.\n";
  std::string prefix;
  for (const Dialect& row : rows) {
    const spec::Signature signature = signature_of(row);
    const std::string own = signature.name.substr(0, signature.name.find('.'));
    if (own != prefix) {
      prefix = own;
      page +=
          "\n### " + prefix + "\n\nChecked against " + library_of(signature.name).checked + ".\n\n";
    }
    page += "* " + code(spec::usage(signature)) + "\n  " + code(signature.formula) + "\n  " +
            signature.help + ".";
    for (const std::string& alias : signature.aliases) {
      page += " Also " + code(alias) + ".";
    }
    page += "\n";
  }
  return page;
}

// Made of the tables that the program itself reads, so that it cannot be wrong about them.
std::string rosetta_page() {
  const std::vector<Dialect> rows = dialects();
  return kHead + by_family(rows) + kFacts + side_by_side() + reference(rows);
}

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
      {"torchtitan", {.25, .5, .75, 1, 1, .933, .75, .5, .25, .067}},
      {"torchtitan, version=2025", {.2, .4, .6, .8, .950, .812, .611, .389, .188, .050}},
      {"DeepSpeed", {0, 0, .25, .5, .75, .933, .75, .5, .25, .067}},
      {"Megatron-LM", {0, .25, .5, .75, 1, .933, .75, .5, .25, .067}},
      {"OLMo-core", {.25, .5, .75, 1, .933, .75, .5, .25, .067, 0}},
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
      const ResolvedSchedule schedule =
          resolve(parse_schedule(row.text, dialect_catalogue()), plan);
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
