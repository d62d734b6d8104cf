#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/spec/expr.h"

namespace anneal::spec {

/// One word of the grammar in core/spec/parse.h.
struct Token {
  enum class Kind { kNumber, kString, kName, kSymbol, kEnd };
  Kind kind = Kind::kEnd;
  Number number = {};
  std::string text = {};  ///< the name, the unescaped string, or the symbol itself
  Location location = {};

  bool is_symbol(char c) const { return kind == Kind::kSymbol && text[0] == c; }
  bool is_name(std::string_view name) const { return kind == Kind::kName && text == name; }
};

/// The unit that a word such as epochs, steps or pct stands for.
std::optional<Unit> unit_meant(std::string_view word);

/// Cuts a specification into tokens, one at a time.
class Lexer final {
 public:
  explicit Lexer(std::string_view text);

  /// The next token; kEnd for ever after the last one. Throws SpecError.
  Token next();

 private:
  Token number(std::size_t begin);
  double decimal();
  Unit unit(std::size_t begin);
  Token path(std::size_t begin);
  Token quoted(std::size_t begin);
  char peek(std::size_t ahead = 0) const;
  Location location(std::size_t begin) const { return {source_, begin, position_}; }

  std::shared_ptr<const std::string> source_;
  std::size_t position_ = 0;
};

}  // namespace anneal::spec
