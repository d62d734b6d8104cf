#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace anneal::cli {

/// What can be shown on one of the two output streams.
struct Terminal {
  bool interactive = false;  ///< a person watches: not a file, a pipe or TERM=dumb
  bool utf8 = false;         ///< interactive, and the locale's characters are UTF-8
  bool colour = false;       ///< interactive, and NO_COLOR is not set
  int width = 80;            ///< columns; 80 where nobody watches
};

Terminal standard_output();
Terminal standard_error();

/// Columns for text beside `taken` others on a line: at least 20.
std::size_t text_width(int columns, int taken);

enum class Tone { kError, kWarning, kGood, kStrong, kFaint };

/// `text` in the colour of `tone`, or as it is where colours are not wanted.
std::string toned(const Terminal& terminal, Tone tone, std::string_view text);

/// Writes to stdout at once; throws std::runtime_error if that fails (a full disk, say), and
/// ReaderGone if it is a pipe that nobody reads any more.
void print(std::string_view text);

/// `anneal list | head` has seen enough: the program ends without a word, as by SIGPIPE.
class ReaderGone : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Writes to stderr; what cannot be written is dropped.
void print_error(std::string_view text);

/// What is said once the work has been done: it must not be lost because nobody can hear of it. A
/// text that cannot be written is dropped, with one line on stderr, and the exit code tells.
class LateOutput final {
 public:
  void print(std::string_view text);

  /// `code`, but kFailed for a success of which something was dropped.
  int exit_code(int code) const;

 private:
  bool dropped_ = false;
};

}  // namespace anneal::cli
