#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace anneal::cli {

/// What the chosen command does once the whole command line has been read; returns the exit code.
using Action = std::function<int()>;

/// The command line on its way to an action.
struct Program {
  CLI::App& app;
  Action action;
  std::vector<std::string> words;  ///< as typed, the program's own name first
};

/// Adds a command with its options, and puts what it does into `action` when it is chosen. Each
/// command's file defines one, and the table in run.cpp lists them.
using AddCommand = void(Program& program);

/// Reads the command line, does what it says and returns the exit code: main() without main.
int run(int argc, const char* const* argv);

}  // namespace anneal::cli
