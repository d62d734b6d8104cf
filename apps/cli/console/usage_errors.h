#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace anneal::cli {

/// What went wrong with a command line in the program's own form, "what: what was given (what to
/// do)", with the nearest option or command for one that does not exist.
std::string usage_message(const CLI::App& app, const CLI::ParseError& error);

/// Throws UsageError if a schedule stands in several words of the command line, as in
/// preview "warmup(5%)" then cosine.
void check_quotes(const std::vector<std::string>& words);

/// Throws UsageError if an option or argument of the chosen command was given an empty text: a
/// variable of the shell that is not set must not mean the default.
void check_nothing_empty(const CLI::App& app);

}  // namespace anneal::cli
