#pragma once

#include <exception>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>

namespace anneal::cli {

/// What the program says to the shell.
enum ExitCode : int { kDone = 0, kFailed = 1, kBadInput = 2 };

/// 128 + its number, as shells say it: 130 for the SIGINT of Ctrl-C.
constexpr int exit_code_of_signal(int signal) {
  return 128 + signal;
}

/// A mistake on the command line, or in a file that it names: exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Runs `check_input` and turns whatever it throws into a UsageError, but for a SpecError, which
/// says where the mistake is: for the part of a command before anything is computed or written.
void as_usage(const std::function<void()>& check_input);

/// The same, returning what `check_input` returns.
template <class Function>
auto as_usage_value(const Function& check_input) {
  std::invoke_result_t<Function> result{};
  as_usage([&] { result = check_input(); });
  return result;
}

/// Throws UsageError unless `file`, which `option` names, can be written; writes nothing.
void check_writable(const std::string& option, const std::filesystem::path& file);

/// Prints exactly one line on stderr,
///
///     anneal: error: what: what was given (what to do)
///
/// and on a terminal the text around a mistake with a caret under it. Returns the exit code that
/// belongs to `error`.
int report_error(const std::exception& error);

/// Prints one line: anneal: warning: `text`.
void warn(const std::string& text);

}  // namespace anneal::cli
