#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace anneal {

/// Bytes of the UTF-8 character at the front of `text`: 1 to 4, or 0 if there is none: a byte out
/// of place, a longer form than needed, a surrogate, more than U+10FFFF.
/// Source: RFC 3629, section 4.
std::size_t utf8_length(std::string_view text);

/// Whether all of `text` is UTF-8, as the files must be that the program writes.
bool is_utf8(std::string_view text);

/// `text` as a terminal may get it: control characters (U+0000 to U+001F, U+007F to U+009F: some
/// terminals take U+009B for the beginning of a command) are spaces, bytes that are no UTF-8
/// question marks.
std::string printable(std::string_view text);

}  // namespace anneal
