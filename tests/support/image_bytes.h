#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <zlib.h>

#include "tests/support/idx_bytes.h"

// Images written byte by byte, so that any byte of them can be wrong.
namespace anneal::testing_support {

/// A chunk of a PNG: length, type, data, checksum of type and data.
inline std::string png_chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const auto sum =
      crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<std::uint32_t>(data.size())) + body +
         big_endian(static_cast<std::uint32_t>(sum));
}

inline const std::string kPngSignature = "\x89PNG\r\n\x1a\n";

/// The chunk IHDR of a grey image.
inline std::string png_header(std::uint32_t width, std::uint32_t height, int bits = 8) {
  return png_chunk("IHDR", big_endian(width) + big_endian(height) +
                               std::string{static_cast<char>(bits), 0, 0, 0, 0});
}

/// The chunk IDAT of rows that are stored as they are.
inline std::string png_pixels(std::size_t row_bytes, std::string_view pixels) {
  std::string rows;
  for (std::size_t at = 0; at < pixels.size(); at += row_bytes) {
    rows += '\0';
    rows += pixels.substr(at, row_bytes);
  }
  std::string packed(compressBound(rows.size()), '\0');
  uLongf size = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(rows.data()), rows.size());
  packed.resize(size);
  return png_chunk("IDAT", packed);
}

/// A grey PNG; `more` are chunks between its header and its pixels.
inline std::string grey_png(std::uint32_t width,
                            const std::string& pixels,
                            int bits = 8,
                            const std::string& more = "") {
  const std::size_t row = width * static_cast<std::size_t>(bits) / 8;
  const auto height = static_cast<std::uint32_t>(pixels.size() / row);
  return kPngSignature + png_header(width, height, bits) + more + png_pixels(row, pixels) +
         png_chunk("IEND", "");
}

/// Exif data that say nothing but an orientation, in the byte order of Motorola ("MM") or Intel
/// ("II").
inline std::string exif(int orientation, bool motorola = true) {
  const char value = static_cast<char>(orientation);
  if (motorola) {
    return std::string("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19) + value +
           std::string(6, '\0');
  }
  return std::string("II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18) + value +
         std::string(7, '\0');
}

/// A segment of a JPEG: FF, marker, length, data.
inline std::string jpeg_segment(int marker, const std::string& data) {
  const std::size_t length = data.size() + 2;
  return std::string{'\xFF', static_cast<char>(marker), static_cast<char>(length >> 8),
                     static_cast<char>(length & 0xFF)} +
         data;
}

}  // namespace anneal::testing_support
