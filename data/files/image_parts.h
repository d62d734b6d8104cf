#pragma once

#include <string>
#include <string_view>

namespace anneal {

/// How an image is to be turned before it is looked at: Exif's "orientation", 1 to 8.
///
///   1 as stored, 2 mirrored left to right, 3 by half a turn, 4 mirrored top to bottom,
///   5 to 8: rows become columns, then 5 as it is, 6 mirrored left to right (a quarter turn
///   clockwise), 7 both, 8 mirrored top to bottom (a quarter turn the other way)
///
/// Source: JEITA CP-3451 (Exif 2.2), tag 0x0112.
using Orientation = int;

/// Walks through the chunks of a PNG or the segments of a JPEG before the decoder gets it, and
/// returns the orientation that it asks for (1 without one, and for anything else than these two).
///
/// The decoder does not look at a PNG's checksums, nor for its last chunk, and unpacks pixels that
/// have no place in the image; and it trusts that a JPEG's Huffman table has at most 256 codes:
/// with more of them it writes past its own table. Throws DataError, "NAME: not a readable PNG or
/// JPEG image (what is wrong)", for these. Source: PNG specification, 3rd edition, section 5; ITU-T
/// T.81, section B.2.4.2.
Orientation check_image_parts(std::string_view bytes, const std::string& name);

/// The DataError of a file that is no image: "NAME: not a readable PNG or JPEG image (REASON)".
[[noreturn]] void refuse_image(const std::string& name, std::string_view reason);

}  // namespace anneal
