#include "core/spec/parse.h"

#include <utility>

#include "core/spec/lexer.h"
#include "core/text.h"

namespace anneal::spec {
namespace {

constexpr std::size_t kLongestText = std::size_t{1} << 20;
constexpr int kDeepestNesting = 64;

std::string shown(const Token& token) {
  switch (token.kind) {
    case Token::Kind::kEnd:
      return "the end";
    case Token::Kind::kNumber:
      return to_text(token.number);
    case Token::Kind::kString:
      return "a quoted text";
    default:
      return "\"" + token.text.substr(0, 40) + "\"";
  }
}

/// The start of a text, in quotes, as the subject of a message.
std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 60;
  return join_text("\"", text.substr(0, kShown), text.size() > kShown ? "...\"" : "\"");
}

bool is_nan(const Token& token) {
  return token.is_name("nan") || token.is_name("NaN") || token.is_name("NAN");
}

bool is_unit(const Token& token) {
  return token.is_name("it") || token.is_name("ep") || token.is_name("ev");
}

bool is_keyword(const Token& token) {
  return token.is_name("then") || token.is_name("by");
}

class Parser final {
 public:
  explicit Parser(std::string_view text) : text_(text), lexer_(text), token_(lexer_.next()) {}

  Expr whole() {
    if (token_.kind == Token::Kind::kEnd) {
      throw SpecError("specification: nothing was given (write a name, such as constant or adam)",
                      token_.location);
    }
    Expr result = expr();
    if (token_.kind != Token::Kind::kEnd) {
      fail(token_.is_symbol(')') ? "a parenthesis closes that was never opened"
                                 : "expected the end, \"then\", \"*\" or \"by epoch\"; arguments "
                                   "stand in parentheses");
    }
    return result;
  }

 private:
  Expr expr() {
    if (++depth_ > kDeepestNesting) {
      throw SpecError(join_text(quoted(text_), ": nested deeper than ", kDeepestNesting,
                                " levels (write it with fewer)"),
                      token_.location);
    }
    Expr result = chain(Expr::Kind::kThen);
    --depth_;
    return result;
  }

  // a then b then c, or a * b * c: one node with all operands.
  Expr chain(Expr::Kind kind) {
    const auto operand = [&] {
      return kind == Expr::Kind::kThen ? chain(Expr::Kind::kProduct) : unit();
    };
    const auto at_operator = [&] {
      return kind == Expr::Kind::kThen ? token_.is_name("then") : token_.is_symbol('*');
    };
    Expr first = operand();
    if (!at_operator()) {
      return first;
    }
    const Location begin = first.location;
    Expr result(kind);
    result.items.push_back(std::move(first));
    while (at_operator()) {
      advance();
      result.items.push_back(operand());
    }
    result.location = spanning(begin);
    return result;
  }

  Expr unit() {
    const Location begin = token_.location;
    Expr result = primary();
    if (token_.is_name("by")) {
      advance();
      if (!token_.is_name("epoch")) {
        fail("expected \"epoch\" after \"by\"");
      }
      advance();
      Expr staircase(Expr::Kind::kByEpoch, spanning(begin));
      staircase.items.push_back(std::move(result));
      return staircase;
    }
    return result;
  }

  Expr primary() {
    const Token first = token_;
    if (first.kind == Token::Kind::kNumber) {
      advance();
      Expr result(Expr::Kind::kNumber, first.location);
      result.number = first.number;
      return result;
    }
    if (first.kind == Token::Kind::kString) {
      advance();
      Expr result(Expr::Kind::kString, first.location);
      result.text = first.text;
      return result;
    }
    if (first.is_symbol('(')) {
      advance();
      Expr inner = expr();
      close(')', first);
      return inner;
    }
    if (first.is_symbol('[')) {
      advance();
      Expr result(Expr::Kind::kList);
      while (!token_.is_symbol(']')) {
        result.items.push_back(expr());
        if (!token_.is_symbol(',')) {
          break;
        }
        advance();
      }
      close(']', first);
      result.location = spanning(first.location);
      return result;
    }
    if (first.kind == Token::Kind::kName && !is_keyword(first)) {
      return name();
    }
    fail("expected a name, a number, a list or a parenthesis");
  }

  Expr name() {
    const Token first = token_;
    if (is_nan(first)) {
      throw SpecError(join_text(argument_, " must be a finite number, got nan"), first.location);
    }
    advance();
    Expr result(Expr::Kind::kName, first.location);
    result.text = first.text;
    if (!token_.is_symbol('(')) {
      return result;
    }
    const Token opening = token_;
    advance();
    while (!token_.is_symbol(')')) {
      result.arguments.push_back(argument(first.text));
      if (!token_.is_symbol(',')) {
        break;
      }
      advance();
    }
    close(')', opening);
    result.location = spanning(first.location);
    return result;
  }

  Argument argument(const std::string& owner) {
    const Token first = token_;
    const std::string outer = std::exchange(argument_, owner + ": an argument");
    Argument result;
    // No operator can stand here, so an argument may have the name of one: stretch(cosine, by=2).
    result.value = is_keyword(first) ? name() : expr();
    if (!token_.is_symbol('=')) {
      if (is_keyword(first)) {
        fail(join_text("expected \"=\" after the argument \"", first.text, "\""));
      }
      argument_ = outer;
      return result;
    }
    if (!result.value.is_word()) {
      fail("only a name can stand before \"=\"");
    }
    result.name = result.value.text;
    result.name_location = first.location;
    advance();
    argument_ = join_text(owner, ": ", result.name);
    result.value = expr();
    argument_ = outer;
    return result;
  }

  void close(char symbol, const Token& opening) {
    if (token_.is_symbol(symbol)) {
      advance();
      return;
    }
    if (token_.kind == Token::Kind::kEnd) {
      throw SpecError(
          join_text(quoted(text_), ": \"", opening.text, "\" at character ",
                    opening.location.begin + 1, " is never closed (add \"", symbol, "\")"),
          opening.location);
    }
    fail(join_text("expected \",\" or \"", symbol, "\"",
                   is_unit(token_) ? "; a unit follows its number without a space" : ""));
  }

  [[noreturn]] void fail(const std::string& what_to_do) const {
    throw SpecError(join_text(quoted(text_), ": found ", shown(token_), " at character ",
                              token_.location.begin + 1, " (", what_to_do, ")"),
                    token_.location);
  }

  Location spanning(const Location& begin) const { return {begin.source, begin.begin, last_end_}; }

  void advance() {
    last_end_ = token_.location.end;
    token_ = lexer_.next();
  }

  std::string_view text_;
  Lexer lexer_;
  Token token_;
  std::string argument_ = "number:";  // what a number that stands here is for
  std::size_t last_end_ = 0;
  int depth_ = 0;
};

}  // namespace

Expr parse(std::string_view text) {
  if (text.size() > kLongestText) {
    throw SpecError(
        join_text("a specification of ", text.size(), " characters: the limit is ", kLongestText));
  }
  return Parser(text).whole();
}

}  // namespace anneal::spec
