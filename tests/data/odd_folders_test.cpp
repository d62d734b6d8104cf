#include <cmath>
#include <filesystem>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/cifar10.h"
#include "data/image_folder.h"
#include "data/image_set.h"
#include "data/mnist.h"
#include "data/text_set.h"
#include "tests/data/files.h"
#include "tests/support/image_bytes.h"

// What stands where a data file should be, or under its name.

namespace anneal { namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

void write_pets(const TemporaryFolder& folder) {
  for (const char* name : {"cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"}) {
    folder.write(name, testing_support::grey_png(2, "abcd"));
  }
}

std::string refusal(const TemporaryFolder& folder) {
  return data_error([&] { load_image_folder({.folder = folder.path()}); });
}

TEST(OddFolders, AFolderNamedLikeAnImageIsNamed) {
  const TemporaryFolder folder;
  write_pets(folder);
  fs::create_directory(folder / "cat/zz.png");
  EXPECT_THAT(refusal(folder), EndsWith("cat/zz.png: is a folder, not a file"));
}

TEST(OddFolders, AClassThatIsALinkToNowhereIsNotPassedOver) {
  const TemporaryFolder folder;
  write_pets(folder);
  EXPECT_THAT(refusal(folder), IsEmpty());
  fs::create_symlink("loop", folder / "loop");
  EXPECT_THAT(refusal(folder),
              EndsWith("loop: cannot be read as a class of images: Too many levels "
                       "of symbolic links"));
  fs::remove(folder / "loop");
  fs::create_symlink("nowhere", folder / "gone");
  EXPECT_THAT(refusal(folder),
              EndsWith("gone: cannot be read as a class of images: No such file or directory"));
}

TEST(OddFolders, TheNamesOfClassesAreKeptInTheOrderOfTheirNumbers) {
  const TemporaryFolder folder;
  write_pets(folder);
  folder.write("Zebra/1.png", testing_support::grey_png(2, "abcd"));
  EXPECT_THAT(load_image_folder({.folder = folder.path()}).class_names,
              ElementsAre("Zebra", "cat", "dog"));
}

TEST(OddFolders, ABenchmarkFileThatIsALinkInACircleIsNamed) {
  const TemporaryFolder folder;
  fs::create_symlink("train-images-idx3-ubyte", folder / "train-images-idx3-ubyte");
  EXPECT_THAT(
      data_error([&] { load_mnist({.name = "mnist", .folder = folder.path()}); }),
      EndsWith("train-images-idx3-ubyte: cannot be opened: Too many levels of symbolic links"));
  fs::create_symlink("data_batch_1.bin", folder / "data_batch_1.bin");
  EXPECT_THAT(data_error([&] { load_cifar10({.name = "cifar10", .folder = folder.path()}); }),
              EndsWith("data_batch_1.bin: cannot be opened: Too many levels of symbolic links"));
}

TEST(OddFolders, APackedCifarBatchIsNamed) {
  const TemporaryFolder folder;
  folder.write("data_batch_1.bin", gzip(std::string(3073 * 2, '\0')));
  EXPECT_THAT(data_error([&] { load_cifar10({.name = "cifar10", .folder = folder.path()}); }),
              EndsWith("data_batch_1.bin: is packed with gzip (unpack it first: gunzip)"));
}

TEST(OddFolders, APipeNeverHangsAReader) {
  const TemporaryFolder folder;
  for (const char* name : {"text", "train-images-idx3-ubyte", "data_batch_1.bin"}) {
    ASSERT_EQ(mkfifo((folder / name).c_str(), 0600), 0);
  }
  EXPECT_THAT(data_error([&] { load_text({.file = folder / "text"}); }),
              EndsWith("text: is a pipe or device, not a file"));
  EXPECT_THAT(data_error([&] { load_mnist({.name = "mnist", .folder = folder.path()}); }),
              EndsWith("ubyte: is a pipe or device, not a file"));
  EXPECT_THAT(data_error([&] { load_cifar10({.name = "cifar10", .folder = folder.path()}); }),
              EndsWith("data_batch_1.bin: is a pipe or device, not a file"));
}

/// A training part of one grey, and a held-out image that has another pixel.
double held_out_pixel(std::uint8_t grey, std::size_t images) {
  std::vector<Part> parts(images, Part::kTrain);
  parts.push_back(Part::kValidation);
  ImageSetBuilder builder(
      {.name = "grey", .height = 28, .width = 28, .classes = 2, .parts = std::move(parts)});
  std::vector<std::uint8_t> pixels(28 * 28, grey);
  for (std::size_t k = 0; k < images; ++k) {
    builder.add(pixels, static_cast<std::int32_t>(k % 2));
  }
  pixels.front() = static_cast<std::uint8_t>(grey + 51);
  builder.add(pixels, 0);
  const DataSplit split = std::move(builder).finish();
  EXPECT_EQ(split.train.inputs.data()[5], Scalar{0}) << "a constant channel is centred";
  return static_cast<double>(split.validation.inputs.data()[0]);
}

TEST(OddFolders, AConstantChannelHasNoScaleThatARoundingErrorMakes) {
  for (int grey = 1; grey < 200; grey += 9) {
    for (const std::size_t images : {1U, 3U, 17U}) {
      EXPECT_NEAR(held_out_pixel(static_cast<std::uint8_t>(grey), images), 0.2, 1e-6)
          << grey << " " << images;
    }
  }
}

TEST(OddFolders, OnePixelThatDiffersInTheTrainingPartIsAScale) {
  ImageSetBuilder builder({.name = "grey",
                           .height = 10,
                           .width = 10,
                           .classes = 2,
                           .parts = {Part::kTrain, Part::kTrain, Part::kValidation}});
  std::vector<std::uint8_t> pixels(100, 200);
  builder.add(pixels, 0);
  pixels.back() = 201;
  builder.add(pixels, 1);
  builder.add(pixels, 1);
  const DataSplit split = std::move(builder).finish();
  // One of 200 is 1 above the others: mean 1/200, deviation sqrt(199) / 200.
  EXPECT_NEAR(static_cast<double>(split.train.inputs.data()[199]), std::sqrt(199.0), 1e-3);
}

}}  // namespace anneal
