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

/// What an option of other programs is here: an option, where the command has it, or advice.
struct OtherName {
  std::vector<std::string> names;
  std::string option;
  std::string advice = {};
};

const std::vector<OtherName>& other_names() {
  static const std::vector<OtherName> kNames = {
      {{"--lr", "--learning-rate", "--rate"},
       "--lr",
       "the rate belongs to the optimizer: --optimizer \"sgd(lr=0.1)\""},
      {{"--momentum", "--weight-decay", "--wd", "--betas", "--nesterov"},
       "",
       "it belongs to the optimizer: --optimizer \"sgd(lr=0.1, momentum=0.9, "
       "weight_decay=1e-4)\""},
      {{"--warmup", "--warmup-steps", "--warmup-epochs", "--warmup-ratio"},
       "",
       "it belongs to the schedule: \"warmup(5%) then cosine\""},
      {{"--scheduler", "--lr-scheduler", "--sched"}, "--schedule"},
      {{"--dataset"}, "--data"},
      {{"--arch", "--network", "--net"}, "--model"},
      {{"--output", "--output-dir", "--output-folder", "--dir", "-o"}, "--out"},
      {{"--steps", "--max-steps", "--iterations", "--iters", "--num-steps"}, "--updates"},
      {{"--num-epochs", "--num-train-epochs"}, "--epochs"},
      {{"--bs", "-b"}, "--batch-size"},
      {{"--grad-clip", "--clip-norm", "--clip-grad"}, "--clip"},
      {{"--resume", "--config"}, "--from"},
  };
  return kNames;
}

std::string option_hint(const std::string& typed,
                        const CLI::App& command,
                        const std::string& help) {
  std::string name = typed;
  std::ranges::replace(name, '_', '-');
  const std::vector<std::string> options = option_names(command);
  for (const OtherName& other : other_names()) {
    if (std::ranges::count(other.names, name) == 0) {
      continue;
    }
    if (std::ranges::count(options, other.option) > 0) {
      return join_text(" (did you mean ", other.option, "?)");
    }
    if (!other.advice.empty() && std::ranges::count(options, "--optimizer") > 0) {
      return join_text(" (", other.advice, ")");
    }
  }
  return hint(name, options, help);
}

std::string quoted_word(const std::string& word) {
  return word.find_first_of(" ()*%#'") == std::string::npos ? word : "\"" + word + "\"";
}

/// For an option of a command that stands before it, or without one; empty for any other.
std::string early_option_message(const CLI::App& app) {
  const std::vector<std::string> words = app.remaining(false);  // the program's own
  if (words.empty() || !words.front().starts_with("-")) {
    return "";
  }
  const std::string name = words.front().substr(0, words.front().find('='));
  const CLI::App* command = &chosen(app);
  if (command == &app) {
    for (const CLI::App* known : app.get_subcommands({})) {
      if (command == &app && std::ranges::count(option_names(*known), name) > 0) {
        command = known;
      }
    }
  }
  if (std::ranges::count(option_names(*command), name) == 0) {
    return "";
  }
  std::string line = "anneal " + command->get_name();
  for (const std::string& word : words) {
    line += " " + quoted_word(word);
  }
  return join_text(name, ": belongs to a command and stands after it (write ", line, ")");
}

/// The message for words that belong to nothing.
std::string extras_message(const CLI::App& app) {
  const CLI::App& command = chosen(app);
  std::vector<std::string> words = command.remaining();
  if (words.empty()) {
    words = app.remaining(true);
  }
  if (const std::string early = early_option_message(app); !early.empty()) {
    return early;
  }
  const auto option =
      std::ranges::find_if(words, [](const std::string& word) { return word.starts_with("-"); });
  const std::string word = option != words.end() ? *option : words.empty() ? "" : words.front();
  const std::string help = help_of(app, command);
  if (word.starts_with("-")) {
    const std::string name = word.substr(0, word.find('='));
    return join_text("unknown option: ", name, option_hint(name, command, help));
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

void check_quotes(const std::vector<std::string>& words) {
  const auto begins_open = [](const std::string& word) {
    return word == "then" || word == "*" || word == "by" || word.starts_with("then ") ||
           word.starts_with("* ") || word == "by epoch";
  };
  const auto ends_open = [](const std::string& word) {
    return word == "then" || word == "*" || word == "by" || word.ends_with(" then") ||
           word.ends_with(" *");
  };
  constexpr std::size_t kFirst = 2;  // behind the command
  for (std::size_t begin = kFirst; begin + 1 < words.size(); ++begin) {
    std::string whole = words[begin];
    std::size_t end = begin + 1;
    while (end < words.size() && (begins_open(words[end]) || ends_open(words[end - 1]))) {
      whole += " " + words[end++];
    }
    if (end > begin + 1 && !words[begin].starts_with("-")) {
      throw UsageError(join_text("schedule: got ", whole,
                                 " in pieces (put the whole of it in quotes: \"", whole, "\")"));
    }
  }
}

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
