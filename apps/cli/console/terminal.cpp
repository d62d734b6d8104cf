#include "apps/cli/console/terminal.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <sys/ioctl.h>
#include <unistd.h>

#include "apps/cli/console/errors.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody writes it
  return value == nullptr ? "" : value;
}

bool utf8_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string value = environment(name);
    if (!value.empty()) {  // the first one that is set decides
      std::ranges::transform(value, value.begin(),
                             [](char c) { return 'a' <= c && c <= 'z' ? char(c - 32) : c; });
      return value.find("UTF-8") != std::string::npos || value.find("UTF8") != std::string::npos;
    }
  }
  return false;
}

Terminal describe(int descriptor) {
  Terminal terminal;
  terminal.interactive = isatty(descriptor) == 1 && environment("TERM") != "dumb";
  terminal.utf8 = terminal.interactive && utf8_locale();
  terminal.colour = terminal.interactive && environment("NO_COLOR").empty();
  winsize size{};
  if (terminal.interactive && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = size.ws_col;
  }
  return terminal;
}

}  // namespace

Terminal standard_output() {
  return describe(STDOUT_FILENO);
}

Terminal standard_error() {
  return describe(STDERR_FILENO);
}

std::size_t text_width(int columns, int taken) {
  return static_cast<std::size_t>(std::max(20, columns - taken));
}

std::string toned(const Terminal& terminal, Tone tone, std::string_view text) {
  if (!terminal.colour) {
    return std::string(text);
  }
  const char* code = "1";
  switch (tone) {
    case Tone::kError:
      code = "1;31";
      break;
    case Tone::kWarning:
      code = "33";
      break;
    case Tone::kGood:
      code = "1;32";
      break;
    case Tone::kFaint:
      code = "2";
      break;
    case Tone::kStrong:
      break;
  }
  return std::string("\033[") + code + "m" + std::string(text) + "\033[0m";
}

void print(std::string_view text) {
  const std::size_t written = std::fwrite(text.data(), 1, text.size(), stdout);
  if (written != text.size() || std::fflush(stdout) != 0) {
    if (errno == EPIPE) {
      throw ReaderGone("output: nobody reads it any more");
    }
    throw std::runtime_error("output: cannot write to standard output (is the disk full?)");
  }
}

void print_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void LateOutput::print(std::string_view text) {
  try {
    if (!dropped_) {
      cli::print(text);
    }
  } catch (const std::runtime_error& error) {
    dropped_ = true;
    warn(join_text(error.what(), "; what is on disk is complete"));
  }
}

int LateOutput::exit_code(int code) const {
  return code == kDone && dropped_ ? kFailed : code;
}

}  // namespace anneal::cli
