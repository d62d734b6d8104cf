#include "apps/cli/console/errors.h"

#include <algorithm>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

#include "apps/cli/console/terminal.h"
#include "apps/run/labels.h"
#include "apps/run/utf8.h"
#include "core/spec/error.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

/// `text` as one line of reasonable length: what stands in the middle of a very long one (a path, a
/// pattern of 100 KB) is left out, as the mistake and what to do about it are at the ends.
std::string one_line(const std::string& text) {
  constexpr std::size_t kFront = 700;
  constexpr std::size_t kBack = 200;
  std::string line = printable(text);
  line.erase(line.find_last_not_of(' ') + 1);
  if (line.size() > kFront + kBack) {
    std::size_t back = line.size() - kBack;
    while (utf8_length(std::string_view(line).substr(back)) == 0) {
      ++back;  // not within a character
    }
    line = shortened(line, kFront) + " " + line.substr(back);
  }
  return line;
}

/// What an error has to say. The standard library's own errors name a function of it, or neither
/// file nor reason; ours have a text for the user.
std::string message_of(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
      dynamic_cast<const std::length_error*>(&error) != nullptr) {
    return "memory: there is not enough for this (a smaller data set or model, or fewer updates, "
           "take less)";
  }
  if (const auto* file = dynamic_cast<const std::filesystem::filesystem_error*>(&error)) {
    const std::string path = file->path1().string();
    return join_text(path.empty() ? "files" : path, ": ", file->code().message());
  }
  if (const auto* system = dynamic_cast<const std::system_error*>(&error);
      system != nullptr && system->code() == std::errc::resource_unavailable_try_again) {
    return "threads: the system starts no more of them (try fewer --jobs)";
  }
  return error.what();
}

std::string excerpt_lines(const std::string& excerpt) {
  std::string lines;
  for (std::size_t begin = 0; begin < excerpt.size();) {
    const std::size_t end = std::min(excerpt.find('\n', begin), excerpt.size());
    lines += printable(std::string_view(excerpt).substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return lines;
}

}  // namespace

void as_usage(const std::function<void()>& check_input) {
  try {
    check_input();
  } catch (const UsageError&) {
    throw;
  } catch (const spec::SpecError&) {
    throw;  // it knows the place of the mistake, and is bad input already
  } catch (const std::exception& error) {
    throw UsageError(message_of(error));
  }
}

void check_writable(const std::string& option, const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::error_code error;
  if (!fs::is_directory(folder, error) || access(folder.c_str(), W_OK) != 0 ||
      fs::is_directory(file, error)) {
    throw UsageError(join_text(option, ": cannot write ", file.string(),
                               " (its folder must exist and be writable)"));
  }
}

int report_error(const std::exception& error) {
  const Terminal terminal = standard_error();
  std::string text =
      toned(terminal, Tone::kError, "anneal: error:") + " " + one_line(message_of(error)) + "\n";
  const auto* spec_error = dynamic_cast<const spec::SpecError*>(&error);
  const std::string excerpt = spec_error != nullptr ? spec_error->excerpt() : std::string();
  if (terminal.interactive && !excerpt.empty()) {
    text += excerpt_lines(excerpt);
  }
  print_error(text);
  const bool bad_input = dynamic_cast<const UsageError*>(&error) != nullptr ||
                         dynamic_cast<const std::invalid_argument*>(&error) != nullptr;
  return bad_input ? kBadInput : kFailed;
}

void warn(const std::string& text) {
  print_error(toned(standard_error(), Tone::kWarning, "anneal: warning:") + " " + one_line(text) +
              "\n");
}

}  // namespace anneal::cli
