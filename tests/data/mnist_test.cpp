#include "data/mnist.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/files/idx.h"
#include "tests/data/files.h"

namespace anneal { namespace {

using testing::EndsWith;
using testing::HasSubstr;

// A set of `count` training images: image i is uniform with byte i, label i mod 10.
struct SmallSet {
  explicit SmallSet(std::uint32_t count) {
    std::string images;
    std::string labels;
    for (std::uint32_t i = 0; i < count; ++i) {
      images.append(784, static_cast<char>(i));
      labels += static_cast<char>(i % 10);
    }
    folder.write("train-images-idx3-ubyte.gz", gzip(idx({count, 28, 28}, images)));
    folder.write("train-labels-idx1-ubyte", idx({count}, labels));
    folder.write("t10k-images.idx3-ubyte", idx({2, 28, 28}, std::string(2 * 784, '\xff')));
    folder.write("t10k-labels.idx1-ubyte", idx({2}, std::string("\x07\x08", 2)));
  }

  DataSplit load(ImageBenchmarkOptions options) const {
    options.name = "mnist";
    options.folder = folder.path();
    options.how_to_get = "pass path=DIR";
    options.statistics = {{}};
    return load_mnist(options);
  }

  TemporaryFolder folder;
};

int byte_of(const Dataset& data, Index image) {
  return static_cast<int>(std::lround(data.inputs.data()[image * 784] * 255));
}

TEST(Mnist, SplitsTheTrainingFileWithoutOverlap) {
  const SmallSet set(100);
  const DataSplit split = set.load({.validation = 30});
  EXPECT_EQ(split.train.inputs.shape(), (Shape{70, 1, 28, 28}));
  EXPECT_EQ(split.validation.inputs.shape(), (Shape{30, 1, 28, 28}));
  std::vector<int> bytes;
  for (const Dataset* data : {&split.train, &split.validation}) {
    for (Index i = 0; i < data->size(); ++i) {
      bytes.push_back(byte_of(*data, i));
      EXPECT_EQ(data->labels[static_cast<std::size_t>(i)], bytes.back() % 10);
      EXPECT_TRUE(i == 0 || bytes[bytes.size() - 2] < bytes.back()) << "the file's order";
    }
  }
  std::ranges::sort(bytes);
  std::vector<int> all(100);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(bytes, all);
}

TEST(Mnist, LimitsTrainingToTheFirstImagesOfTheFile) {
  const SmallSet set(100);
  const DataSplit split = set.load({.train = 12, .validation = 30});
  for (Index i = 0; i < 12; ++i) {
    EXPECT_EQ(byte_of(split.train, i), i);
  }
  EXPECT_EQ(split.train.size(), 12);
  EXPECT_EQ(split.validation.size(), 30);
  EXPECT_GE(byte_of(split.validation, 0), 12);
}

TEST(Mnist, ValidatesOnTheTestFilesWhenAsked) {
  const SmallSet set(20);
  const DataSplit split = set.load({.validate_on_test = true});
  EXPECT_EQ(split.train.size(), 20);
  EXPECT_EQ(split.validation.labels, (std::vector<std::int32_t>{7, 8}));
  EXPECT_EQ(byte_of(split.validation, 1), 255);
}

TEST(Mnist, SaysHowToGetAMissingSet) {
  const TemporaryFolder folder;
  EXPECT_EQ(data_error([&] {
              load_mnist({.name = "fashion-mnist",
                          .folder = folder.path(),
                          .how_to_get = "apt-get install dataset-fashion-mnist, or pass path=DIR"});
            }),
            "fashion-mnist: train-images-idx3-ubyte[.gz] is not in \"" + folder.path().string() +
                "\" (apt-get install dataset-fashion-mnist, or pass path=DIR)");
}

TEST(Mnist, RefusesImagesOfAnotherSize) {
  const SmallSet set(20);
  set.folder.write("train-images-idx3-ubyte", idx({20, 32, 32}, std::string(20 * 1024, '\0')));
  EXPECT_THAT(data_error([&] { set.load({.validation = 5}); }),
              EndsWith("train-images-idx3-ubyte: images are 32 x 32, expected 28 x 28"));
}

TEST(Mnist, RefusesUnequalCountsOfImagesAndLabels) {
  const SmallSet set(20);
  set.folder.write("train-labels-idx1-ubyte", idx({19}, std::string(19, '\1')));
  EXPECT_THAT(data_error([&] { set.load({.validation = 5}); }),
              EndsWith("20 images, but the labels file has 19"));
}

TEST(Mnist, RefusesAnImageFileThatIsCutShort) {
  const SmallSet set(20);
  set.folder.write("train-images-idx3-ubyte.gz",
                   gzip(idx({20, 28, 28}, std::string(20 * 784 - 1, '\0'))));
  EXPECT_THAT(data_error([&] { set.load({.validation = 5}); }),
              HasSubstr("cut short: 15679 bytes of images, expected 20 x 28 x 28 = 15680"));
}

// Against values that Python's gzip and numpy read from Debian's files.
TEST(FashionMnist, LoadsAsPublished) {
  if (!std::filesystem::exists(kFashionMnistFolder)) {
    GTEST_SKIP() << "needs Debian's dataset-fashion-mnist";
  }
  const DataSplit split = load_mnist({.name = "fashion-mnist",
                                      .folder = kFashionMnistFolder,
                                      .train = 50000,
                                      .validation = 10000,
                                      .statistics = {{}}});
  EXPECT_EQ(split.train.size(), 50000);
  EXPECT_EQ(split.validation.size(), 10000);
  const std::vector<std::int32_t> first(split.train.labels.begin(), split.train.labels.begin() + 8);
  EXPECT_EQ(first, (std::vector<std::int32_t>{9, 0, 0, 3, 0, 2, 7, 2}));
  double sum = 0.0;
  double squares = 0.0;
  for (const Dataset* data : {&split.train, &split.validation}) {
    for (const Scalar x : data->inputs.values()) {
      sum += static_cast<double>(x);
      squares += static_cast<double>(x) * static_cast<double>(x);
    }
  }
  const double count = 60000.0 * 784.0;
  EXPECT_NEAR(sum / count, kFashionMnistStatistics.mean, 5e-5);
  EXPECT_NEAR(std::sqrt(squares / count - sum / count * (sum / count)),
              kFashionMnistStatistics.deviation, 5e-5);
}

}}  // namespace anneal
