#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/scalar.h"

namespace anneal {

/// An image of bytes; pixels are stored by channel: (channels, height, width), row-major.
struct ByteImage {
  Index channels = 0;
  Index height = 0;
  Index width = 0;
  std::vector<std::uint8_t> pixels = {};
};

/// A PNG or JPEG file as grey (channels 1) or red, green, blue (channels 3); a missing colour is
/// filled in and an existing one weighted (stb_image: .30 red + .59 green + .11 blue), an alpha
/// channel is dropped. Numbers of 16 bits are rounded to bytes; an image is turned as its Exif data
/// say, so height and width are those of what one sees.
///
/// Throws DataError for what is no file, is no image, is damaged (checksums included) or cut short,
/// or has more than 2^25 pixels.
ByteImage read_image(const std::filesystem::path& file, Index channels);

/// The image at another size (stb_image_resize: Catmull-Rom when it grows, Mitchell when it
/// shrinks).
ByteImage resized(const ByteImage& image, Index height, Index width);

/// True for the file names that read_image understands: .png, .jpg, .jpeg, in any case.
bool is_image_name(const std::filesystem::path& file);

}  // namespace anneal
