#include "data/image_folder.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/files/image_file.h"
#include "tests/data/files.h"

#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

namespace anneal { namespace {

using testing::EndsWith;
using testing::HasSubstr;
using Bytes = std::vector<std::uint8_t>;

// Pixels row by row, channels side by side.
void write_png(const std::filesystem::path& file, int width, int channels, const Bytes& pixels) {
  std::filesystem::create_directories(file.parent_path());
  const int height = static_cast<int>(pixels.size()) / (width * channels);
  ASSERT_NE(stbi_write_png(file.c_str(), width, height, channels, pixels.data(), 0), 0);
}

void write_jpeg(const std::filesystem::path& file, int width, int channels, const Bytes& pixels) {
  std::filesystem::create_directories(file.parent_path());
  const int height = static_cast<int>(pixels.size()) / (width * channels);
  ASSERT_NE(stbi_write_jpg(file.c_str(), width, height, channels, pixels.data(), 100), 0);
}

TEST(ImageFile, ReadsPngExactly) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "colour.png";
  write_png(file, 2, 3, {1, 2, 3, 4, 5, 6});
  const ByteImage image = read_image(file, 3);
  EXPECT_EQ(image.height, 1);
  EXPECT_EQ(image.width, 2);
  EXPECT_EQ(image.pixels, (Bytes{1, 4, 2, 5, 3, 6})) << "by channel";
}

TEST(ImageFile, WeightsColoursToGrey) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "colour.png";
  write_png(file, 3, 3, {255, 0, 0, 0, 255, 0, 0, 0, 255});
  EXPECT_EQ(read_image(file, 1).pixels, (Bytes{76, 149, 28}));  // 77, 150 and 29 of 256
}

TEST(ImageFile, ReadsJpegNearly) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "grey.jpg";
  write_jpeg(file, 8, 1, Bytes(64, 200));
  const ByteImage image = read_image(file, 1);
  ASSERT_EQ(image.pixels.size(), 64u);
  for (const std::uint8_t byte : image.pixels) {
    EXPECT_NEAR(byte, 200, 2);
  }
}

TEST(ImageFile, ResizesWithoutChangingAConstantImage) {
  const ByteImage image{.channels = 3, .height = 8, .width = 6, .pixels = Bytes(8 * 6 * 3, 77)};
  const ByteImage smaller = resized(image, 4, 4);
  EXPECT_EQ(smaller.pixels, Bytes(4 * 4 * 3, 77));
  ByteImage halves{.channels = 1, .height = 2, .width = 8, .pixels = Bytes(16, 0)};
  for (const int i : {4, 5, 6, 7, 12, 13, 14, 15}) {
    halves.pixels[static_cast<std::size_t>(i)] = 255;
  }
  const ByteImage half = resized(halves, 2, 4);
  EXPECT_LT(half.pixels[0], 5);
  EXPECT_GT(half.pixels[3], 250);
}

TEST(ImageFile, NamesAFileThatIsNoImage) {
  const TemporaryFolder folder;
  const auto file = folder.write("broken.png", "not an image");
  EXPECT_THAT(data_error([&] { read_image(file, 1); }),
              HasSubstr("broken.png: not a readable PNG or JPEG image"));
  EXPECT_THAT(data_error([&] { read_image(folder.write("empty.png", ""), 1); }),
              HasSubstr("empty.png: not a readable"));
  write_png(folder.path() / "whole.png", 16, 1, Bytes(256, 9));
  const auto size = std::filesystem::file_size(folder.path() / "whole.png");
  std::filesystem::resize_file(folder.path() / "whole.png", size / 2);
  EXPECT_THAT(data_error([&] { read_image(folder.path() / "whole.png", 1); }),
              HasSubstr("whole.png: not a readable"));
}

// Two classes, images of 2 x 2 pixels, each of one grey: cat 10, 11, 12, dog 20, 21.
void write_pets(const std::filesystem::path& folder) {
  int cat = 10;
  for (const char* name : {"a.png", "b.PNG", "c.png"}) {
    write_png(folder / "cat" / name, 2, 1, Bytes(4, static_cast<std::uint8_t>(cat++)));
  }
  write_png(folder / "dog" / "a.png", 2, 1, Bytes(4, 20));
  write_png(folder / "dog" / "b.png", 2, 1, Bytes(4, 21));
}

TEST(ImageFolder, NumbersClassesAndImagesByName) {
  const TemporaryFolder folder;
  write_pets(folder.path());
  folder.write("notes.txt", "not a class");
  folder.write("cat/notes.txt", "not an image");
  folder.write(".hidden/a.png", "not an image");
  const DataSplit split =
      load_image_folder({.folder = folder.path(), .validation = 0.4, .statistics = {{}}});
  EXPECT_EQ(split.train.classes, 2);
  EXPECT_EQ(split.train.sample_shape(), (Shape{1, 2, 2}));
  EXPECT_EQ(split.train.size(), 3);
  EXPECT_EQ(split.validation.size(), 2);
  for (const Dataset* data : {&split.train, &split.validation}) {
    long before = 0;
    for (Index i = 0; i < data->size(); ++i) {
      const long grey = std::lround(data->inputs.data()[4 * i] * 255);
      EXPECT_EQ(data->labels[static_cast<std::size_t>(i)], grey < 15 ? 0 : 1);
      EXPECT_LT(before, grey);
      before = grey;
    }
  }
}

TEST(ImageFolder, ResizesOrRejectsImagesOfAnotherSize) {
  const TemporaryFolder folder;
  write_pets(folder.path());
  write_png(folder.path() / "dog" / "c.png", 4, 1, Bytes(16, 22));
  const auto load = [&](std::optional<ImageSize> size, bool resize) {
    return load_image_folder(
        {.folder = folder.path(), .size = size, .resize = resize, .statistics = {{}}});
  };
  EXPECT_THAT(data_error([&] { load({}, true); }),
              EndsWith("dog/c.png: the image is 4 x 4, expected 2 x 2"));
  EXPECT_THAT(data_error([&] {
                load(ImageSize{4, 4}, false);
              }),
              EndsWith("cat/a.png: the image is 2 x 2, expected 4 x 4"));
  EXPECT_EQ(load(ImageSize{4, 6}, true).train.sample_shape(), (Shape{1, 4, 6}));
}

TEST(ImageFolder, LoadsColourAsThreeChannels) {
  const TemporaryFolder folder;
  write_pets(folder.path());
  const DataSplit split = load_image_folder({.folder = folder.path(), .colour = true});
  EXPECT_EQ(split.train.sample_shape(), (Shape{3, 2, 2}));
}

TEST(ImageFolder, NamesTheFolderAtFault) {
  const TemporaryFolder folder;
  EXPECT_THAT(data_error([&] { load_image_folder({.folder = folder.path() / "absent"}); }),
              HasSubstr("absent: cannot be read as a folder of images"));
  folder.write("cat/readme", "");
  EXPECT_THAT(data_error([&] { load_image_folder({.folder = folder.path()}); }),
              EndsWith("cat: no .png, .jpg or .jpeg image in this class"));
  write_png(folder.path() / "cat" / "a.png", 2, 1, Bytes(4, 1));
  EXPECT_THAT(data_error([&] { load_image_folder({.folder = folder.path()}); }),
              HasSubstr("1 sub-folder, expected one for each of two or more classes"));
}

}}  // namespace anneal
