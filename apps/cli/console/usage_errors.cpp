#include "apps/cli/console/usage_errors.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>
#include <vector>

#include "apps/cli/console/errors.h"
#include "core/spec/error.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

/// The command that the words after "anneal" chose, or the program itself.
const CLI::App& chosen(const CLI::App& app) {
  const std::vector<CLI::App*> commands = app.get_subcommands();
  return commands.empty() ? app : *commands.front();
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

std::string help_of(const CLI::App& app, const CLI::App& command) {
  return &command == &app ? "anneal --help" : "anneal " + command.get_name() + " --help";
}

std::string hint(const std::string& name,
                 const std::vector<std::string>& candidates,
                 const std::string& help) {
  const auto nearest = spec::closest(name, candidates);
  return nearest ? join_text(" (did you mean ", *nearest, "?)") : join_text(" (see ", help, ")");
}

/// The message for words that belong to nothing.
std::string extras_message(const CLI::App& app) {
  const CLI::App& command = chosen(app);
  std::vector<std::string> words = command.remaining();
  if (words.empty()) {
    words = app.remaining(true);
  }
  const auto option =
      std::ranges::find_if(words, [](const std::string& word) { return word.starts_with("-"); });
  const std::string word = option != words.end() ? *option : words.empty() ? "" : words.front();
  const std::string help = help_of(app, command);
  if (word.starts_with("-")) {
    const std::string name = word.substr(0, word.find('='));
    if (&command != &app && (name == "--lr" || name == "--learning-rate")) {
      return join_text("unknown option: ", name,
                       " (the rate belongs to the optimizer: --optimizer \"sgd(lr=0.1)\")");
    }
    return join_text("unknown option: ", name, hint(name, option_names(command), help));
  }
  if (&command == &app) {
    std::vector<std::string> commands;
    for (const CLI::App* known : app.get_subcommands({})) {
      commands.push_back(known->get_name());
    }
    return join_text("unknown command: ", word, hint(word, commands, help));
  }
  return join_text("arguments: did not expect ", word, " (put a text with spaces in quotes; see ",
                   help, ")");
}

/// The first option that was given more often than it can be, and how often.
std::pair<std::string, std::size_t> repeated_option(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_expected_max() == 1 && option->count() > 1 &&
        option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw) {
      return {option->get_name(), option->count()};
    }
  }
  return {"", 0};
}

}  // namespace

void check_nothing_empty(const CLI::App& app) {
  for (const CLI::Option* option : chosen(app).get_options()) {
    for (const std::string& text : option->results()) {
      if (text.empty()) {
        throw UsageError(join_text(option->get_name(), ": got an empty text (give a value; see ",
                                   help_of(app, chosen(app)), ")"));
      }
    }
  }
}

std::string usage_message(const CLI::App& app, const CLI::ParseError& error) {
  // by its code: the name of this error is that of the command
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
    return extras_message(app);
  }
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ArgumentMismatch)) {
    const auto [name, count] = repeated_option(chosen(app));
    if (count > 1) {
      return join_text(name, ": given ", count, " times (give it once; see ",
                       help_of(app, chosen(app)), ")");
    }
    const std::string option =
        std::string(error.what()).substr(0, std::string(error.what()).find(':'));
    return join_text(option, ": nothing was given after it (see ", help_of(app, chosen(app)), ")");
  }
  // The library's texts begin with the option's name and a colon, or contain neither.
  std::string text = error.what();
  if (text.find(": ") == std::string::npos) {
    text = "arguments: " + text;
  }
  return join_text(text, " (see ", help_of(app, chosen(app)), ")");
}

}  // namespace anneal::cli
