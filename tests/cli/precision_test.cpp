#include <cmath>

#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "tests/cli/program.h"
#include "tests/support/idx_bytes.h"

// Every model trains the same in float as in double: no kernel buys its speed with digits.

namespace anneal::cli { namespace {

using testing_support::idx;

constexpr std::uint32_t kPictures = 240;

/// Pictures of stripes, as wide as their label says, in noise: MNIST's training files in
/// `folder`/stripes.
void write_stripes(const std::filesystem::path& folder) {
  std::uint32_t noise = 1;
  std::string images;
  std::string labels;
  for (std::uint32_t n = 0; n < kPictures; ++n) {
    const std::uint32_t label = n % 10;
    labels += static_cast<char>(label);
    for (std::uint32_t pixel = 0; pixel < 28 * 28; ++pixel) {
      noise = noise * 1664525U + 1013904223U;
      const bool light = pixel % 28 / (label + 1) % 2 == 0;
      images += static_cast<char>((light ? 120U : 40U) + (noise >> 25));
    }
  }
  std::filesystem::create_directory(folder / "stripes");
  write_text(folder / "stripes/train-images-idx3-ubyte", idx(0x803, {kPictures, 28, 28}, images));
  write_text(folder / "stripes/train-labels-idx1-ubyte", idx(0x801, {kPictures}, labels));
}

struct Training {
  std::string model;
  std::string data;
};

void expect_equal_curves(const Training& training,
                         const std::string& optimizer,
                         const TemporaryFolder& folder) {
  const std::string what = training.model + " with " + optimizer;
  std::vector<std::vector<double>> losses;
  for (const std::string precision : {"float", "double"}) {
    const Outcome outcome = run_anneal(
        {"train", "--data", training.data, "--model", training.model, "--optimizer", optimizer,
         "--schedule", "warmup(10it) then cosine", "--updates", "50", "--batch-size", "16",
         "--precision", precision, "--no-figures", "--quiet", "--out", precision},
        folder.path());
    ASSERT_EQ(outcome.exit_code, 0) << what << ": " << outcome.err;
    losses.push_back(read_csv(folder / precision / "steps.csv").numbers("loss"));
    std::filesystem::remove_all(folder / precision);
  }
  ASSERT_EQ(losses[0].size(), 50U) << what;
  ASSERT_EQ(losses[1].size(), 50U) << what;
  EXPECT_NE(losses[0], losses[1]) << what << ": was it trained in the same precision twice?";
  EXPECT_LT(losses[1].back(), losses[1].front()) << what << ": nothing was learned";
  for (std::size_t i = 0; i < 50; ++i) {
    ASSERT_NEAR(losses[0][i], losses[1][i], 1e-3 * losses[1][i]) << what << ", update " << i;
  }
}

// Rates are moderate on purpose. Batch norm over few samples and ties of relu and max make training
// at a high rate chaotic: at 0.05 with momentum, float and double part company within 50 updates,
// in PyTorch too.
TEST(Precision, FloatFollowsDoubleFor50UpdatesOfEveryModel) {
#if defined(ANNEAL_SANITIZED)
  GTEST_SKIP() << "takes a minute when instrumented, and says the same";
#endif
  const TemporaryFolder folder;
  write_stripes(folder.path());
  const std::string images = "mnist(path=stripes, validation=40, pool=2)";
  const std::string symbols = "bigram(n=256, validation=16)";
  for (const Training& training :
       {Training{"logistic", images}, Training{"mlp(32, 16)", images}, Training{"lenet", images},
        Training{"cnn(channels=[8, 16], norm=batch)", images},
        Training{"cnn(channels=[8, 16], norm=none)", images}, Training{"resnet(width=8)", images},
        Training{"transformer(width=32, norm=pre)", symbols},
        Training{"transformer(width=32, norm=post)", symbols}}) {
    expect_equal_curves(training, "sgd(lr=0.01, momentum=0.9)", folder);
    expect_equal_curves(training, "adamw(lr=0.001)", folder);
  }
}

}}  // namespace anneal::cli
