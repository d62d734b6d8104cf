#include "data/files/image_parts.h"

#include <cctype>
#include <cstddef>
#include <cstdint>
#include <vector>
#include <zlib.h>

#include "data/files/byte_source.h"

namespace anneal {
namespace {

using namespace std::string_view_literals;

/// An unsigned number of `count` bytes at `at`, which must be there.
std::uint32_t number_at(std::string_view bytes, std::size_t at, int count, bool little = false) {
  std::uint32_t value = 0;
  for (int i = 0; i < count; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[at + (little ? count - 1 - i : i)]);
    value = value << 8 | byte;
  }
  return value;
}

/// Of Exif data, which is a TIFF file: byte order, 42, where the first directory is; its entries
/// have 12 bytes each: tag, type, count, value. What is not as it should be asks for nothing.
Orientation exif_orientation(std::string_view tiff) {
  const bool little = tiff.starts_with("II\x2a\0"sv);
  if (tiff.size() < 8 || (!little && !tiff.starts_with("MM\0\x2a"sv))) {
    return 1;
  }
  const std::size_t directory = number_at(tiff, 4, 4, little);
  if (directory > tiff.size() - 2) {
    return 1;
  }
  const std::size_t entries = number_at(tiff, directory, 2, little);
  for (std::size_t k = 0; k < entries; ++k) {
    const std::size_t entry = directory + 2 + 12 * k;
    if (entry + 12 > tiff.size()) {
      break;
    }
    if (number_at(tiff, entry, 2, little) == 0x0112) {
      const std::uint32_t value = number_at(tiff, entry + 8, 2, little);
      return 1 <= value && value <= 8 ? static_cast<Orientation>(value) : 1;
    }
  }
  return 1;
}

/// A chunk's name as text, whatever a damaged file has there.
std::string printable(std::string_view type) {
  std::string text(type);
  for (char& c : text) {
    c = std::isalpha(static_cast<unsigned char>(c)) != 0 ? c : '?';
  }
  return text;
}

constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1a\n";

/// The coded pixels of a PNG, in however many chunks.
struct CodedPixels {
  std::vector<std::string_view> parts;
  std::size_t bytes = 0;
  bool bare = false;  // Apple's kind, which has no zlib header
};

/// The decoder unpacks whatever comes, and a few megabytes can unpack to more than memory holds. An
/// image of this size has at most 8 bytes for a pixel, and a byte more for each row of each pass.
void check_unpacked(const CodedPixels& pixels,
                    double width,
                    double height,
                    const std::string& name) {
  constexpr double kBestRatio = 1032, kHarmless = 1 << 28;
  if (kBestRatio * static_cast<double>(pixels.bytes) <= kHarmless) {
    return;
  }
  const double most = 8 * width * height + 2 * height + 1024;
  double unpacked = 0;
  std::vector<Bytef> scratch(1 << 16);
  z_stream stream{};
  int code = inflateInit2(&stream, pixels.bare ? -15 : 15);
  for (const std::string_view part : pixels.parts) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
    stream.avail_in = static_cast<uInt>(part.size());
    while (code == Z_OK && stream.avail_in > 0 && unpacked <= most) {
      stream.next_out = scratch.data();
      stream.avail_out = static_cast<uInt>(scratch.size());
      code = inflate(&stream, Z_NO_FLUSH);
      unpacked += static_cast<double>(scratch.size() - stream.avail_out);
    }
  }
  inflateEnd(&stream);
  if (unpacked > most) {
    refuse_image(name, join_text("its pixels unpack to more than an image of ", height, " x ",
                                 width, " has"));
  }
}

/// Chunks: length of the data, type, data, checksum of type and data.
Orientation check_chunks(std::string_view bytes, const std::string& name) {
  Orientation orientation = 1;
  CodedPixels pixels;
  double width = 0;
  double height = 0;
  std::size_t at = kPngSignature.size();
  while (true) {
    const std::size_t left = bytes.size() - at;
    if (left < 12) {
      refuse_image(name, "it is cut short: its last chunk, IEND, is missing");
    }
    const std::size_t length = number_at(bytes, at, 4);
    const std::string_view type = bytes.substr(at + 4, 4);
    if (length > left - 12) {
      refuse_image(name, "it is cut short inside its chunk " + printable(type));
    }
    const std::string_view summed = bytes.substr(at + 4, 4 + length);
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef*>(summed.data()), static_cast<uInt>(summed.size()));
    if (sum != number_at(bytes, at + 8 + length, 4)) {
      refuse_image(name,
                   "the checksum of its chunk " + printable(type) + " is wrong: it is damaged");
    }
    const std::string_view data = summed.substr(4);
    if (type == "IEND") {
      check_unpacked(pixels, width, height, name);
      return orientation;
    }
    if (type == "IHDR" && length >= 8) {
      width = number_at(data, 0, 4);
      height = number_at(data, 4, 4);
    } else if (type == "IDAT") {
      pixels.parts.push_back(data);
      pixels.bytes += length;
    } else if (type == "CgBI") {
      pixels.bare = true;
    } else if (type == "eXIf") {
      orientation = exif_orientation(data);
    }
    at += 12 + length;
  }
}

/// The tables in a DHT segment: class and number, how many codes there are of 1, ..., 16 bits, and
/// a value for each of them.
void check_huffman_tables(std::string_view tables, const std::string& name) {
  while (tables.size() >= 17) {
    std::size_t codes = 0;
    for (std::size_t bits = 1; bits <= 16; ++bits) {
      codes += static_cast<unsigned char>(tables[bits]);
    }
    if (codes > 256) {
      refuse_image(name,
                   join_text("a Huffman table has ", codes, " codes, at most 256 are possible"));
    }
    if (codes > tables.size() - 17) {
      refuse_image(name, "a Huffman table is longer than its segment");
    }
    tables.remove_prefix(17 + codes);
  }
  if (!tables.empty()) {
    refuse_image(name, "a Huffman table is cut short");
  }
}

/// Segments: FF, a marker, and for most markers a length that counts itself, and data. Everything
/// else up to the next marker is passed over, as the decoder does; within coded data FF is followed
/// by 00 or a restart marker.
Orientation check_segments(std::string_view bytes, const std::string& name) {
  constexpr std::uint32_t kDht = 0xC4, kFirstRestart = 0xD0, kStart = 0xD8, kEnd = 0xD9,
                          kApp1 = 0xE1;
  Orientation orientation = 1;
  std::size_t at = 0;
  while ((at = bytes.find('\xFF', at)) != std::string_view::npos && at + 1 < bytes.size()) {
    const std::uint32_t marker = number_at(bytes, at + 1, 1);
    if (marker == 0xFF) {  // a fill byte
      ++at;
      continue;
    }
    at += 2;
    if (marker == kEnd) {
      break;
    }
    if (marker <= 1 || (kFirstRestart <= marker && marker <= kStart)) {
      continue;  // without a length
    }
    const std::size_t length = at + 2 <= bytes.size() ? number_at(bytes, at, 2) : 0;
    if (length < 2 || length > bytes.size() - at) {
      refuse_image(name, "it is cut short inside one of its segments");
    }
    const std::string_view data = bytes.substr(at + 2, length - 2);
    if (marker == kDht) {
      check_huffman_tables(data, name);
    } else if (marker == kApp1 && data.starts_with("Exif\0\0"sv)) {
      orientation = exif_orientation(data.substr(6));
    }
    at += length;
  }
  return orientation;
}

}  // namespace

void refuse_image(const std::string& name, std::string_view reason) {
  throw DataError(name, ": not a readable PNG or JPEG image (", reason, ")");
}

Orientation check_image_parts(std::string_view bytes, const std::string& name) {
  if (bytes.starts_with(kPngSignature)) {
    return check_chunks(bytes, name);
  }
  // The decoder takes any number of fill bytes before the first marker too.
  return bytes.starts_with('\xFF') ? check_segments(bytes, name) : 1;
}

}  // namespace anneal
