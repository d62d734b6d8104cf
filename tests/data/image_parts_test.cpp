#include <string>
#include <sys/stat.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/files/image_file.h"
#include "tests/data/files.h"
#include "tests/support/image_bytes.h"

#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

// Damaged and odd images, byte by byte. Each message is one line that names the file.

namespace anneal { namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using namespace testing_support;

const std::string kUnreadable = "a.png: not a readable PNG or JPEG image ";

/// The message about these bytes in a file a.png.
std::string refusal(const std::string& bytes) {
  const TemporaryFolder folder;
  const auto file = folder.write("a.png", bytes);
  return data_error([&] { read_image(file, 1); });
}

/// The pixels of these bytes as digits, row by row: "123/456".
std::string digits(const std::string& bytes) {
  const TemporaryFolder folder;
  const ByteImage image = read_image(folder.write("a.png", bytes), 1);
  std::string text;
  for (Index y = 0; y < image.height; ++y) {
    for (Index x = 0; x < image.width; ++x) {
      text += std::to_string(image.pixels[static_cast<std::size_t>(y * image.width + x)]);
    }
    text += y + 1 < image.height ? "/" : "";
  }
  return text;
}

/// A grey JPEG of 16 x 8, the left half black and the right half white.
std::string two_halves() {
  std::string pixels;
  for (int y = 0; y < 8; ++y) {
    pixels += std::string(8, '\0') + std::string(8, '\xFF');
  }
  std::string bytes;
  stbi_write_jpg_to_func(
      [](void* to, void* data, int size) {
        static_cast<std::string*>(to)->append(static_cast<const char*>(data),
                                              static_cast<std::size_t>(size));
      },
      &bytes, 16, 8, 1, pixels.data(), 100);
  return bytes;
}

/// `bytes` of a JPEG with `segment` behind its first marker.
std::string with_segment(const std::string& bytes, const std::string& segment) {
  return bytes.substr(0, 2) + segment + bytes.substr(2);
}

TEST(ImageParts, ADamagedChunkOfAPngIsRefused) {
  const std::string whole = grey_png(3, "\1\2\3\4\5\6");
  EXPECT_EQ(digits(whole), "123/456");
  const std::size_t data = whole.find("IDAT");
  for (const std::size_t at : {data + 6, data + 14, whole.find("IEND") - 5}) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_THAT(refusal(damaged),
                EndsWith(kUnreadable + "(the checksum of its chunk IDAT is wrong: it is damaged)"))
        << at;
  }
  std::string bad_header = whole;
  bad_header[whole.find("IHDR") + 7] = 2;  // the width
  EXPECT_THAT(refusal(bad_header), HasSubstr("the checksum of its chunk IHDR is wrong"));
}

TEST(ImageParts, APngWithoutItsLastChunkIsCutShort) {
  const std::string whole = grey_png(3, "\1\2\3\4\5\6");
  EXPECT_THAT(refusal(whole.substr(0, whole.size() - 12)),
              EndsWith(kUnreadable + "(it is cut short: its last chunk, IEND, is missing)"));
  EXPECT_THAT(refusal(whole.substr(0, whole.find("IDAT") + 8)),
              EndsWith(kUnreadable + "(it is cut short inside its chunk IDAT)"));
  const std::string endless = kPngSignature + png_header(3, 2) + "\xFF\xFF\xFF\xFFIDAT12345678";
  EXPECT_THAT(refusal(endless), EndsWith("(it is cut short inside its chunk IDAT)"));
  EXPECT_EQ(digits(whole + "what somebody has appended"), "123/456");
}

TEST(ImageParts, TheReasonIsNeverEmpty) {
  const std::string jpeg = two_halves();
  std::vector<std::string> broken = {"",
                                     "\x89PNG",
                                     kPngSignature,
                                     "\xFF\xD8",
                                     "\xFF\xD8\xFF\xD9",
                                     kPngSignature + png_chunk("IEND", ""),
                                     kPngSignature + png_header(3, 2) + png_chunk("IEND", "")};
  for (std::size_t size = 2; size + 2 < jpeg.size(); size += 7) {
    broken.push_back(jpeg.substr(0, size));
  }
  for (const std::string& bytes : broken) {
    EXPECT_THAT(refusal(bytes), MatchesRegex(".*/a.png: not a readable PNG or JPEG image .[^)]+.*"))
        << bytes.size();
  }
}

TEST(ImageParts, AHuffmanTableOfMoreThan256CodesIsRefusedWhereverItStands) {
  // After the JPEG of stb's issue 1289: 654 codes.
  const std::string table =
      jpeg_segment(0xC4, std::string("\0\0\0\3\0\0\0\0\0\0\0\0\x63\x63\x63\x63\xFF", 17) +
                             std::string(654, '\1'));
  const std::string says =
      kUnreadable + "(a Huffman table has 654 codes, at most 256 are possible)";
  const std::string good = two_halves();
  EXPECT_THAT(refusal(with_segment(good, table)), EndsWith(says));
  EXPECT_THAT(refusal("\xFF" + with_segment(good, table)), EndsWith(says)) << "after a fill byte";
  EXPECT_THAT(refusal(good.substr(0, good.size() - 2) + table + "\xFF\xD9"), EndsWith(says))
      << "after the first scan";
  const std::string second = jpeg_segment(0xC4, std::string(17, '\0') + table.substr(4));
  EXPECT_THAT(refusal(with_segment(good, second)), EndsWith(says)) << "the second of a segment";
  const std::string short_table = jpeg_segment(0xC4, table.substr(4, 40));
  EXPECT_THAT(refusal(with_segment(good, short_table)), HasSubstr("Huffman table"));
}

TEST(ImageParts, ACommentThatLooksLikeATableIsNone) {
  const std::string comment =
      jpeg_segment(0xFE, "\xFF\xC4\x02\xA1" + std::string(17, '\x63') + "\xFF\xD9");
  EXPECT_EQ(digits(with_segment(two_halves(), comment)), digits(two_halves()));
}

TEST(ImageParts, AnImageWithTooManyPixelsIsRefusedBeforeItIsDecoded) {
  const std::string huge =
      kPngSignature + png_header(16384, 16384) + png_pixels(3, "abc") + png_chunk("IEND", "");
  EXPECT_THAT(refusal(huge),
              EndsWith("a.png: the image is 16384 x 16384, expected at most 33554432 "
                       "pixels (make it smaller)"));
}

TEST(ImageParts, PixelsThatUnpackToMoreThanTheImageAreRefusedBeforeTheyTakeMemory) {
  std::string noise(300'000, '\0');
  std::uint32_t state = 1;
  for (char& byte : noise) {
    state = state * 1664525U + 1013904223U;
    byte = static_cast<char>(state >> 24);
  }
  const std::string pixels = png_pixels(1000, noise) + png_chunk("IEND", "");
  EXPECT_THAT(refusal(kPngSignature + png_header(1, 1) + pixels),
              EndsWith(kUnreadable + "(its pixels unpack to more than an image of 1 x 1 has)"));
  EXPECT_EQ(refusal(kPngSignature + png_header(1000, 300) + pixels), "");
}

TEST(ImageParts, APngIsTurnedAsItsExifDataSay) {
  const std::vector<std::string> seen = {"123/456",  "321/654",  "654/321",  "456/123",
                                         "14/25/36", "41/52/63", "63/52/41", "36/25/14"};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    for (const bool motorola : {true, false}) {
      EXPECT_EQ(
          digits(grey_png(3, "\1\2\3\4\5\6", 8, png_chunk("eXIf", exif(orientation, motorola)))),
          seen[static_cast<std::size_t>(orientation - 1)])
          << orientation << motorola;
    }
  }
}

TEST(ImageParts, AJpegIsTurnedAsItsExifDataSay) {
  const TemporaryFolder folder;
  const std::string app1 = jpeg_segment(0xE1, std::string("Exif\0\0", 6) + exif(6));
  const ByteImage image = read_image(folder.write("a.jpg", with_segment(two_halves(), app1)), 1);
  EXPECT_EQ(image.height, 16);
  EXPECT_EQ(image.width, 8);
  EXPECT_LT(image.pixels.front(), 10) << "the left side is on top now";
  EXPECT_GT(image.pixels.back(), 245);
}

TEST(ImageParts, ExifDataThatAreNoneTurnNothing) {
  const std::string good = exif(3);
  std::string far = good;
  far[6] = '\x7f';  // the directory behind the end
  std::string many = good;
  many[9] = '\xFF';   // more entries than there are
  many[11] = '\x13';  // none of which is an orientation
  for (const std::string& data :
       {std::string(), std::string("MM"), good.substr(0, 8), good.substr(0, 15), far, many, exif(0),
        exif(9), "XX" + good.substr(2)}) {
    EXPECT_EQ(digits(grey_png(3, "\1\2\3\4\5\6", 8, png_chunk("eXIf", data))), "123/456");
  }
}

TEST(ImageParts, SixteenBitsAreRounded) {
  const std::string pixels("\x00\x80\x00\x81\x00\xff\xff\x7e\xff\x7f\xff\xff", 12);
  const TemporaryFolder folder;
  const ByteImage image = read_image(folder.write("a.png", grey_png(3, pixels, 16)), 1);
  // 128 / 257 is below a half, 129 / 257 above it; the upper bytes alone would be 0, 0, 0, 255 ...
  EXPECT_EQ(image.pixels, (std::vector<std::uint8_t>{0, 1, 1, 254, 255, 255}));
  const ByteImage colour = read_image(folder.write("a.png", grey_png(3, pixels, 16)), 3);
  EXPECT_EQ(colour.pixels.size(), 18U);
  EXPECT_EQ(colour.pixels[1], 1);
}

TEST(ImageParts, WhatIsNoFileIsNamed) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "zz.png");
  EXPECT_THAT(data_error([&] { read_image(folder / "zz.png", 1); }),
              EndsWith("zz.png: is a folder, not a file"));
  ASSERT_EQ(mkfifo((folder / "pipe.png").c_str(), 0600), 0);
  EXPECT_THAT(data_error([&] { read_image(folder / "pipe.png", 1); }),
              EndsWith("pipe.png: is a pipe or device, not a file"));
  EXPECT_EQ(data_error([&] { read_image("/dev/zero", 1); }),
            "/dev/zero: is a pipe or device, not a file");
}

}}  // namespace anneal
