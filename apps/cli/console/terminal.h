#pragma once

#include <string>
#include <string_view>

namespace anneal::cli {

/// What can be shown on one of the two output streams.
struct Terminal {
  bool interactive = false;  ///< a person watches: not a file, a pipe or TERM=dumb
  bool utf8 = false;         ///< interactive, and the locale's characters are UTF-8
  bool colour = false;       ///< interactive, and NO_COLOR is not set
  int width = 80;            ///< columns
};

Terminal standard_output();
Terminal standard_error();

enum class Tone { kError, kWarning, kGood, kStrong, kFaint };

/// `text` in the colour of `tone`, or as it is where colours are not wanted.
std::string toned(const Terminal& terminal, Tone tone, std::string_view text);

/// Writes to stdout at once; throws std::runtime_error if that fails (a full disk, say).
void print(std::string_view text);

/// Writes to stderr.
void print_error(std::string_view text);

}  // namespace anneal::cli
