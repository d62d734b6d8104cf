#include "core/spec/parse.h"

#include <algorithm>
#include <optional>
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

bool is_operator(std::string_view word) {
  return word == "then" || word == "by" || word == "*";
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
      refuse_rest();
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
      if (token_.is_symbol(',')) {
        return list(std::move(inner), first);  // (0.9, 0.999): as Python writes one
      }
      close(')', first);
      return inner;
    }
    if (first.is_symbol('[')) {
      advance();
      return list({}, first);
    }
    if (first.kind == Token::Kind::kName && !is_keyword(first)) {
      return name();
    }
    fail("expected a name, a number, a list or a parenthesis");
  }

  // The rest of a list that `opening` begins, with its first member if that has been read.
  Expr list(std::optional<Expr> member, const Token& opening) {
    const char end = opening.is_symbol('(') ? ')' : ']';
    Expr result(Expr::Kind::kList);
    while (member || !token_.is_symbol(end)) {
      result.items.push_back(member ? *std::exchange(member, std::nullopt) : expr());
      if (!token_.is_symbol(',')) {
        break;
      }
      advance();
    }
    close(end, opening);
    result.location = spanning(opening.location);
    return result;
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
      bare_name_end_ = last_end_;
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
    const auto unit = token_.kind == Token::Kind::kName ? unit_meant(token_.text) : std::nullopt;
    fail(join_text("expected \",\" or \"", symbol, "\"",
                   unit ? join_text("; a unit follows its number without a space: 5", suffix(*unit))
                        : std::string()));
  }

  // Something follows a specification that is complete.
  [[noreturn]] void refuse_rest() const {
    if (token_.is_symbol(')')) {
      fail("a parenthesis closes that was never opened");
    }
    if (token_.is_symbol('=')) {
      fail("write only what stands after \"=\"");
    }
    if (const std::string instead = likely_meant(); !instead.empty()) {
      fail(join_text(token_.kind == Token::Kind::kName && is_operator(lower(token_.text))
                         ? "operators are written in small letters: "
                         : "arguments stand in parentheses: ",
                     instead),
           instead);
    }
    fail(
        "expected the end, \"then\", \"*\" or \"by epoch\" of a schedule; arguments stand in "
        "parentheses");
  }

  // The text with parentheses around the arguments that stand bare behind a name, or with an
  // operator in small letters, if that can be read; otherwise nothing.
  std::string likely_meant() const {
    constexpr std::size_t kLongest = 200;  // what a person typed: each mend reads it once more
    if (text_.size() > kLongest) {
      return "";
    }
    const std::size_t begin = token_.location.begin;
    std::string text(text_);
    try {
      if (token_.kind == Token::Kind::kName && is_operator(lower(token_.text))) {
        text.replace(begin, token_.text.size(), lower(token_.text));
      } else if (bare_name_end_ == last_end_) {
        text = text.substr(0, last_end_) + in_parentheses(begin);
      } else {
        return "";
      }
      parse(text);
      return text;
    } catch (const SpecError& error) {
      return error.details().instead;  // there was a second mistake of the kind, or nothing
    }
  }

  // "0.1 momentum=0.9 then ..." from `begin` as "(0.1, momentum=0.9) then ...".
  std::string in_parentheses(std::size_t begin) const {
    std::string arguments;
    Lexer lexer(text_.substr(begin));
    const std::string rest(text_.substr(begin));
    bool joined = true;  // to what stands before
    Token token = lexer.next();
    for (; token.kind != Token::Kind::kEnd && !is_operator(token.text); token = lexer.next()) {
      const bool symbol = token.kind == Token::Kind::kSymbol;
      arguments += joined || symbol ? "" : ", ";
      arguments += rest.substr(token.location.begin, token.location.end - token.location.begin);
      arguments += token.is_symbol(',') ? " " : "";
      joined = symbol && !token.is_symbol(')') && !token.is_symbol(']');
    }
    const std::string behind = rest.substr(std::min(token.location.begin, rest.size()));
    return "(" + arguments + (behind.empty() ? ")" : ") ") + behind;
  }

  [[noreturn]] void fail(const std::string& what_to_do, const std::string& instead = {}) const {
    throw SpecError(join_text(quoted(text_), ": found ", shown(token_), " at character ",
                              token_.location.begin + 1, " (", what_to_do, ")"),
                    token_.location, {.instead = instead});
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
  std::size_t bare_name_end_ = std::string::npos;  // of the last name without parentheses
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
