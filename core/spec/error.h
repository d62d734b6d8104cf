#pragma once

#include <stdexcept>
#include <string>

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

}  // namespace anneal::spec
