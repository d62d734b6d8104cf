#include "data/catalogue.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/parse.h"
#include "data/mnist.h"
#include "tests/data/files.h"

namespace anneal { namespace {

using testing::HasSubstr;
using testing::StartsWith;

DataSplit load(const std::string& text) {
  return load_data(spec::parse(text));
}

std::string spec_error(const std::string& text) {
  try {
    load(text);
  } catch (const spec::SpecError& error) {
    return error.what();
  }
  return "";
}

bool same(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && std::ranges::equal(a.values(), b.values());
}

// The sets that need no file.
const char* const kDrawnSets[] = {"spirals(n=50, validation=20)", "moons(n=50, validation=20)",
                                  "blobs(n=50, validation=20)", "teacher(n=50, validation=20)",
                                  "bigram(n=50, validation=20)"};

TEST(DataCatalogue, EveryDrawnSetIsAPureFunctionOfItsText) {
  for (const std::string text : kDrawnSets) {
    const DataSplit first = load(text);
    const DataSplit again = load(text);
    EXPECT_TRUE(same(first.train.inputs, again.train.inputs)) << text;
    EXPECT_TRUE(same(first.validation.inputs, again.validation.inputs)) << text;
    EXPECT_EQ(first.train.labels, again.train.labels) << text;
    std::string other = text;
    other.insert(other.size() - 1, ", seed=1");
    EXPECT_FALSE(same(first.train.inputs, load(other).train.inputs)) << text;
  }
}

TEST(DataCatalogue, EveryDrawnSetIsConsistentAndHasTwoDifferentParts) {
  for (const std::string text : kDrawnSets) {
    const DataSplit split = load(text);
    check_consistent(split.train);
    check_consistent(split.validation);
    EXPECT_EQ(split.train.size(), 50) << text;
    EXPECT_EQ(split.validation.size(), 20) << text;
    EXPECT_NE(split.train.inputs.data()[0], split.validation.inputs.data()[0]) << text;
  }
}

TEST(DataCatalogue, EveryEntryHasHelpForItselfAndItsArguments) {
  std::set<std::string> names;
  for (const DataEntry& entry : data_catalogue()) {
    EXPECT_TRUE(names.insert(entry.signature.name).second) << entry.signature.name;
    EXPECT_FALSE(entry.signature.help.empty()) << entry.signature.name;
    for (const spec::Parameter& parameter : entry.signature.parameters) {
      EXPECT_FALSE(parameter.help.empty()) << entry.signature.name << " " << parameter.name;
    }
  }
}

TEST(DataCatalogue, SuggestsTheNearestName) {
  EXPECT_THAT(spec_error("fashion-mnits"), HasSubstr("did you mean fashion-mnist?"));
  EXPECT_THAT(spec_error("moons(nosie=0.1)"), HasSubstr("noise"));
}

TEST(DataCatalogue, RefusesWrongArguments) {
  EXPECT_THAT(spec_error("moons(n=0)"), HasSubstr("n"));
  EXPECT_THAT(spec_error("moons(noise=-1)"), HasSubstr("noise"));
  EXPECT_THAT(spec_error("mnist"), HasSubstr("path"));
  EXPECT_THAT(spec_error("fashion-mnist(validation=half)"),
              HasSubstr("must be a whole number of images >= 1 or test, got half"));
  EXPECT_THAT(spec_error("fashion-mnist(normalize=unit)"), HasSubstr("published, train, none"));
}

TEST(DataCatalogue, SaysWhichArgumentsTheFilesCannotServe) {
  if (!std::filesystem::exists(kFashionMnistFolder)) {
    GTEST_SKIP() << "needs Debian's dataset-fashion-mnist";
  }
  EXPECT_EQ(spec_error("fashion-mnist(train=55000)"),
            "fashion-mnist: train=55000 and validation=10000 need more samples than there are "
            "(60000)");
  EXPECT_EQ(spec_error("fashion-mnist(pool=3)"),
            "fashion-mnist: pool=3 does not divide images of 28 x 28");
}

TEST(DataCatalogue, AugmentsTheTrainingPartOnly) {
  const TemporaryFolder folder;
  folder.write("train-images-idx3-ubyte", idx({20, 28, 28}, std::string(20 * 784, '\1')));
  folder.write("train-labels-idx1-ubyte", idx({20}, std::string(20, '\1')));
  const DataSplit split = load("mnist(path=\"" + folder.path().string() +
                               "\", validation=5, shift=2, flip=true, cutout=8)");
  EXPECT_EQ(split.train.augmentation, (Augmentation{.shift = 2, .flip = true, .cutout = 8}));
  EXPECT_TRUE(split.validation.augmentation.none());
}

TEST(DataCatalogue, SaysHowToGetAMissingSet) {
  EXPECT_THAT(data_error([] { load("fashion-mnist(path=\"/nowhere\")"); }),
              HasSubstr("apt-get install dataset-fashion-mnist"));
  EXPECT_THAT(data_error([] { load("mnist(path=\"/nowhere\")"); }),
              StartsWith("mnist: train-images-idx3-ubyte[.gz] is not in \"/nowhere\""));
}

TEST(DataCatalogue, FashionMnistOf512IsTheFirst512ImagesOfTheFile) {
  if (!std::filesystem::exists(kFashionMnistFolder)) {
    GTEST_SKIP() << "needs Debian's dataset-fashion-mnist";
  }
  const DataSplit split = load("fashion-mnist(train=512, normalize=none)");
  EXPECT_EQ(split.train.inputs.shape(), (Shape{512, 1, 28, 28}));
  EXPECT_EQ(split.validation.size(), 10000);
  EXPECT_EQ(split.train.outputs(), 10);
  double sum = 0.0;  // of the fourth image; Python's gzip and numpy: 182.93725490196078
  for (Index i = 3 * 784; i < 4 * 784; ++i) {
    sum += static_cast<double>(split.train.inputs.data()[i]);
  }
  EXPECT_NEAR(sum, 182.93725490196078, sizeof(Scalar) == 8 ? 1e-10 : 1e-4);
  EXPECT_EQ(load("fashion-mnist(train=64, pool=2)").train.sample_shape(), (Shape{1, 14, 14}));
}

}}  // namespace anneal
