#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/spec/expr.h"

namespace anneal::spec {

/// What a SpecError knows beside its message, for those who can say more about it.
struct SpecErrorDetails {
  /// Of a name that a catalogue lacks: the family, "schedule", and what was written. Other families
  /// may have it.
  std::string family = {};
  std::optional<Expr> call = {};
  /// Of a text that is not in the grammar: the one that is likely meant, which is.
  std::string instead = {};
};

/// A mistake in a specification. what() is one line that says what was given, where, and what to
/// do.
class SpecError final : public std::invalid_argument {
 public:
  explicit SpecError(const std::string& message,
                     const Location& location = {},
                     SpecErrorDetails details = {});
  /// Another message for the same place.
  SpecError(const std::string& message, const SpecError& place);

  const SpecErrorDetails& details() const { return *details_; }

  /// Two lines for a terminal: the text around the mistake, and a caret under it. Empty if the
  /// specification was not read from text.
  ///
  ///     cosine(tp=0)
  ///            ^^
  const std::string& excerpt() const { return *excerpt_; }

 private:
  // Shared: copying an exception must not throw.
  std::shared_ptr<const std::string> excerpt_;
  std::shared_ptr<const SpecErrorDetails> details_;
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

/// ASCII letters in lower case.
std::string lower(std::string_view text);

/// "a, b, c".
std::string joined(const std::vector<std::string>& words);

}  // namespace anneal::spec
