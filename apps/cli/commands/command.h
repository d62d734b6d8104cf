#pragma once

#include <functional>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace anneal::cli {

/// What the chosen command does once the whole command line has been read; returns the exit code.
using Action = std::function<int()>;

/// Each adds its command and options to `app`, and puts what it does into `action` when chosen.
void add_preview(CLI::App& app, Action& action);
void add_train(CLI::App& app, Action& action);
void add_compare(CLI::App& app, Action& action);
void add_descend(CLI::App& app, Action& action);
void add_report(CLI::App& app, Action& action);
void add_list(CLI::App& app, Action& action);

/// Reads the command line, does what it says and returns the exit code: main() without main.
int run(int argc, const char* const* argv);

}  // namespace anneal::cli
