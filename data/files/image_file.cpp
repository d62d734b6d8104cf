#include "data/files/image_file.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "core/check.h"
#include "data/files/byte_source.h"

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

std::string file_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  check_data(in.is_open(), file.string(), ": cannot be opened");
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

ByteImage read_image(const std::filesystem::path& file, Index channels) {
  check(channels == 1 || channels == 3, "read_image: channels must be 1 or 3, got ", channels);
  const std::string bytes = file_bytes(file);
  int width = 0;
  int height = 0;
  int stored_channels = 0;
  const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> decoded(
      stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()),
                            static_cast<int>(bytes.size()), &width, &height, &stored_channels,
                            static_cast<int>(channels)),
      &stbi_image_free);
  check_data(decoded != nullptr, file.string(), ": not a readable PNG or JPEG image (",
             stbi_failure_reason(), ")");
  ByteImage image{.channels = channels, .height = height, .width = width};
  const Index area = image.height * image.width;
  image.pixels.resize(channels * area);
  for (Index c = 0; c < channels; ++c) {
    for (Index i = 0; i < area; ++i) {
      image.pixels[c * area + i] = decoded.get()[i * channels + c];
    }
  }
  return image;
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
