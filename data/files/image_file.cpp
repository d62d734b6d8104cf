#include "data/files/image_file.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "core/check.h"
#include "core/storage/file.h"
#include "data/files/byte_source.h"
#include "data/files/image_parts.h"

// stb's code is compiled here and nowhere else, with internal linkage: who uses our library links
// nothing more, and may have a copy of their own.
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 16384
#include <stb/stb_image.h>
#define STB_IMAGE_RESIZE_STATIC
#define STB_IMAGE_RESIZE_IMPLEMENTATION
#include <stb/stb_image_resize.h>

namespace anneal {
namespace {

// Decoding takes some 20 bytes for each pixel, and a file of 260 KB can hold 16,384 x 16,384 of
// them.
constexpr Index kMostPixels = Index{1} << 25;

// The decoder takes the number of bytes as an int.
constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 30;

struct FreeDecoded {
  void operator()(void* pixels) const { stbi_image_free(pixels); }
};

[[noreturn]] void refuse(const std::string& name) {
  const char* reason = stbi_failure_reason();  // may be null or empty
  refuse_image(name, reason != nullptr && *reason != '\0' ? reason : "the decoder cannot tell why");
}

std::span<const stbi_uc> as_stb(const std::string& bytes) {
  return {reinterpret_cast<const stbi_uc*>(bytes.data()), bytes.size()};
}

/// Height and width, without any pixel.
ByteImage size_of(const std::string& bytes, const std::string& name) {
  int width = 0;
  int height = 0;
  int stored_channels = 0;
  if (stbi_info_from_memory(as_stb(bytes).data(), static_cast<int>(bytes.size()), &width, &height,
                            &stored_channels) == 0) {
    refuse(name);
  }
  ByteImage image{.height = height, .width = width};
  check_data(image.height * image.width <= kMostPixels, name, ": the image is ", height, " x ",
             width, ", expected at most ", kMostPixels, " pixels (make it smaller)");
  return image;
}

/// Fills `mutable_image` with what `load`, a function of stb_image, finds in `bytes`; `to_byte`
/// makes a byte of each number.
template <class Number, class ToByte>
void decode(const std::string& bytes,
            const std::string& name,
            Number* (*load)(const stbi_uc*, int, int*, int*, int*, int),
            const ToByte& to_byte,
            ByteImage& mutable_image) {
  int width = 0;
  int height = 0;
  int stored_channels = 0;
  const Index channels = mutable_image.channels;
  const std::unique_ptr<Number, FreeDecoded> decoded(
      load(as_stb(bytes).data(), static_cast<int>(bytes.size()), &width, &height, &stored_channels,
           static_cast<int>(channels)));
  if (decoded == nullptr) {
    refuse(name);
  }
  const Index area = mutable_image.height * mutable_image.width;
  mutable_image.pixels.resize(channels * area);
  for (Index c = 0; c < channels; ++c) {
    for (Index i = 0; i < area; ++i) {
      mutable_image.pixels[c * area + i] = to_byte(decoded.get()[i * channels + c]);
    }
  }
}

/// The image as it is to be looked at; see Orientation.
ByteImage turned(const ByteImage& image, Orientation orientation) {
  const bool swapped = orientation >= 5;
  const bool up = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const bool left = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  ByteImage result{.channels = image.channels, .height = image.height, .width = image.width};
  if (swapped) {
    std::swap(result.height, result.width);
  }
  result.pixels.reserve(image.pixels.size());
  for (Index c = 0; c < image.channels; ++c) {
    for (Index y = 0; y < result.height; ++y) {
      for (Index x = 0; x < result.width; ++x) {
        const Index row = swapped ? x : y;
        const Index column = swapped ? y : x;
        const Index from_row = up ? image.height - 1 - row : row;
        const Index from_column = left ? image.width - 1 - column : column;
        result.pixels.push_back(
            image.pixels[(c * image.height + from_row) * image.width + from_column]);
      }
    }
  }
  return result;
}

}  // namespace

ByteImage read_image(const std::filesystem::path& file, Index channels) {
  check(channels == 1 || channels == 3, "read_image: channels must be 1 or 3, got ", channels);
  const std::string name = file.string();
  const std::string bytes = as_data_error([&] { return read_file(name, kLargestFile); });
  const Orientation orientation = check_image_parts(bytes, name);
  ByteImage image = size_of(bytes, name);
  image.channels = channels;
  if (stbi_is_16_bit_from_memory(as_stb(bytes).data(), static_cast<int>(bytes.size())) != 0) {
    // 65535 is 255 * 257. The decoder's own way to bytes takes the upper one: 0x00ff becomes 0.
    decode(
        bytes, name, stbi_load_16_from_memory,
        [](stbi_us number) { return static_cast<std::uint8_t>((number + 128) / 257); }, image);
  } else {
    decode(
        bytes, name, stbi_load_from_memory, [](stbi_uc byte) { return byte; }, image);
  }
  return orientation == 1 ? image : turned(image, orientation);
}

ByteImage resized(const ByteImage& image, Index height, Index width) {
  check(height > 0 && width > 0, "resized: the size must be positive, got ", height, " x ", width);
  ByteImage result{.channels = image.channels, .height = height, .width = width};
  result.pixels.resize(image.channels * height * width);
  for (Index c = 0; c < image.channels; ++c) {
    const int done = stbir_resize_uint8(
        image.pixels.data() + c * image.height * image.width, static_cast<int>(image.width),
        static_cast<int>(image.height), 0, result.pixels.data() + c * height * width,
        static_cast<int>(width), static_cast<int>(height), 0, 1);
    check(done == 1, "resized: out of memory");
  }
  return result;
}

bool is_image_name(const std::filesystem::path& file) {
  std::string extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ".png" || extension == ".jpg" || extension == ".jpeg";
}

}  // namespace anneal
