#pragma once

#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace anneal::cli {

using testing_support::read_text;
using testing_support::TemporaryFolder;
using testing_support::write_text;

/// What a run of the built program came to.
struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

/// Runs `anneal` with `arguments` in `folder`, without a terminal, with `environment` added to
/// this process's own. Sends it `signal`, the SIGINT of Ctrl-C, once `interrupt_when` is true, if
/// given.
Outcome run_anneal(const std::vector<std::string>& arguments,
                   const std::filesystem::path& folder = ".",
                   const std::map<std::string, std::string>& environment = {},
                   const std::function<bool()>& interrupt_when = {},
                   int signal = SIGINT);

/// What /bin/sh makes of `script`, in which "$ANNEAL" is the program, with its exit code.
Outcome run_shell(const std::string& script, const std::filesystem::path& folder = ".");

/// The same as run_anneal() on a terminal, both streams together in `out`.
Outcome run_on_terminal(const std::vector<std::string>& arguments,
                        const std::filesystem::path& folder = ".",
                        const std::map<std::string, std::string>& environment = {},
                        int columns = 100);

/// The names of everything below `folder`, sorted: to see that nothing was written.
std::vector<std::string> everything_in(const std::filesystem::path& folder);

std::vector<std::string> lines_of(const std::string& text);

/// Text as if it had not been broken into lines: each run of spaces and line ends is one space.
std::string unwrapped(const std::string& text);

}  // namespace anneal::cli
