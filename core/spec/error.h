#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/spec/expr.h"

namespace anneal::spec {

/// A mistake in a specification. what() is one line that says what was given, where, and what to
/// do.
class SpecError final : public std::invalid_argument {
 public:
  explicit SpecError(const std::string& message, const Location& location = {});

  /// Two lines for a terminal: the text around the mistake, and a caret under it. Empty if the
  /// specification was not read from text.
  ///
  ///     cosine(tp=0)
  ///            ^^
  const std::string& excerpt() const { return *excerpt_; }

 private:
  std::shared_ptr<const std::string> excerpt_;  // shared: copying an exception must not throw
};

/// The number of single-letter insertions, deletions, replacements and swaps of neighbours that
/// turn `a` into `b`.
///
/// Source: the optimal string alignment form of Damerau 1964 and Levenshtein 1966.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that was most likely meant by `name`: the nearest within a third of its letters
/// (at least one edit), ignoring case, or one that it begins.
std::optional<std::string> closest(std::string_view name,
                                   const std::vector<std::string>& candidates);

/// " (did you mean cosine?)", or without a near one " (known: cosine, linear, step)".
/// Of candidates with prefixes, as torch.StepLR has, those with the prefix of `name`: a message is
/// no catalogue.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

/// "a, b, c".
std::string joined(const std::vector<std::string>& words);

}  // namespace anneal::spec
