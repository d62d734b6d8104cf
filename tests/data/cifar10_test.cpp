#include "data/cifar10.h"

#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/data/files.h"

namespace anneal { namespace {

using testing::EndsWith;
using testing::HasSubstr;

// One record: red is `red` everywhere, green and blue grow with the pixel.
std::string record(int label, int red) {
  std::string bytes(1, static_cast<char>(label));
  bytes.append(1024, static_cast<char>(red));
  for (const int plane : {1, 2}) {
    for (int i = 0; i < 1024; ++i) {
      bytes += static_cast<char>(plane == 1 ? i / 32 : i % 32);
    }
  }
  return bytes;
}

// Image i of the training files has label i mod 10 and red i; two images per file.
struct SmallCifar {
  SmallCifar() {
    for (int file = 0; file < 5; ++file) {
      folder.write("data_batch_" + std::to_string(file + 1) + ".bin",
                   record(2 * file % 10, 2 * file) + record((2 * file + 1) % 10, 2 * file + 1));
    }
    folder.write("test_batch.bin", record(3, 200));
  }
  DataSplit load(ImageBenchmarkOptions options) const {
    options.name = "cifar10";
    options.folder = folder.path();
    options.statistics = {{}, {}, {}};
    return load_cifar10(options);
  }
  TemporaryFolder folder;
};

long byte_at(const Dataset& data, Index image, Index element) {
  return std::lround(data.inputs.data()[image * 3072 + element] * 255);
}

TEST(Cifar10, ReadsPlanesOfRedGreenAndBlue) {
  const SmallCifar set;
  const DataSplit split = set.load({.train = 7, .validation = 3});
  ASSERT_EQ(split.train.inputs.shape(), (Shape{7, 3, 32, 32}));
  EXPECT_EQ(split.train.labels, (std::vector<std::int32_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(byte_at(split.train, 5, 17), 5);
  EXPECT_EQ(byte_at(split.train, 5, 1024 + 3 * 32 + 9), 3);
  EXPECT_EQ(byte_at(split.train, 5, 2048 + 3 * 32 + 9), 9);
  EXPECT_EQ(split.validation.labels, (std::vector<std::int32_t>{7, 8, 9}));
}

TEST(Cifar10, ValidatesOnTheTestFileWhenAsked) {
  const SmallCifar set;
  const DataSplit split = set.load({.validate_on_test = true});
  EXPECT_EQ(split.train.size(), 10);
  EXPECT_EQ(split.validation.labels, (std::vector<std::int32_t>{3}));
  EXPECT_EQ(byte_at(split.validation, 0, 0), 200);
}

TEST(Cifar10, NamesTheFileAtFault) {
  const SmallCifar set;
  const auto load = [&] { set.load({.validation = 1}); };
  set.folder.write("data_batch_4.bin", record(1, 1).substr(1));
  EXPECT_THAT(data_error(load), EndsWith("data_batch_4.bin: 3072 bytes, expected a whole number of "
                                         "records of 3073"));
  set.folder.write("data_batch_4.bin", record(1, 1) + record(10, 1));
  EXPECT_THAT(data_error(load),
              EndsWith("data_batch_4.bin: label 10 of image 1 is outside [0, 10)"));
  std::filesystem::remove(set.folder.path() / "data_batch_4.bin");
  EXPECT_THAT(data_error(load), HasSubstr("cifar10: data_batch_4.bin is not in"));
  set.folder.write("data_batch_4.bin", gzip(record(1, 1)));
  EXPECT_THAT(data_error(load), HasSubstr("data_batch_4.bin"));
}

}}  // namespace anneal
