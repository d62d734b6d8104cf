#include "core/spec/lexer.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>
#include <utility>

#include "core/spec/error.h"
#include "core/text.h"

namespace anneal::spec {
namespace {

// <cctype> depends on the locale; the grammar does not.
bool is_digit(char c) {
  return '0' <= c && c <= '9';
}
bool is_letter(char c) {
  return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
}
bool starts_name(char c) {
  return is_letter(c) || c == '_';
}
bool continues_name(char c) {
  return starts_name(c) || is_digit(c) || c == '.' || c == '-';
}
bool continues_path(char c) {
  return continues_name(c) || c == '/' || c == '~' || c == '+' || c == '@' || c == ':' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

std::optional<Unit> unit_meant(std::string_view word) {
  const auto begins = [word](std::string_view with) { return word.starts_with(with); };
  if (begins("ep")) {
    return Unit::kEpochs;
  }
  if (begins("ev")) {
    return Unit::kEvaluations;
  }
  if (begins("step") || begins("update") || begins("it") || begins("batch") || word == "ba") {
    return Unit::kUpdates;
  }
  if (begins("percent") || word == "pct") {
    return Unit::kPercent;
  }
  return std::nullopt;
}

namespace {

std::string unit_hint(std::string_view word) {
  const std::optional<Unit> meant = unit_meant(word);
  if (!meant) {
    return " (units: it updates, ep epochs, % of the run, ev evaluations)";
  }
  const char* names[] = {"", "updates", "epochs", "percent of the run", "evaluations"};
  return join_text(" (write ", suffix(*meant), " for ", names[static_cast<int>(*meant)], ")");
}

const char* character_hint(std::string_view found) {
  if (found == "%") {
    return " (it follows its number without a space: 5%)";
  }
  if (found == ";") {
    return " (arguments are separated by commas)";
  }
  return " (there are names, numbers and ( ) [ ] , = *)";
}

constexpr std::size_t kShown = 60;  // of the text, in a message about a character of it

}  // namespace

Lexer::Lexer(std::string_view text) : source_(std::make_shared<const std::string>(text)) {}

char Lexer::peek(std::size_t ahead) const {
  return position_ + ahead < source_->size() ? (*source_)[position_ + ahead] : '\0';
}

Token Lexer::next() {
  while (position_ < source_->size() && (is_space(peek()) || peek() == '#')) {
    // A comment, as a pasted line may have one, goes to the end of the line.
    position_ =
        peek() == '#' ? std::min(source_->find('\n', position_), source_->size()) : position_ + 1;
  }
  const std::size_t begin = position_;
  if (begin == source_->size()) {
    return {.kind = Token::Kind::kEnd, .location = location(begin)};
  }
  const char c = peek();
  const bool signed_word = (c == '-' || c == '+') && source_->compare(begin + 1, 3, "inf") == 0 &&
                           !continues_name(peek(4));
  if (signed_word) {
    position_ += 4;
    const double infinity = std::numeric_limits<double>::infinity();
    return {.kind = Token::Kind::kNumber,
            .number = {c == '-' ? -infinity : infinity, Unit::kNone},
            .location = location(begin)};
  }
  const std::size_t sign = c == '-' || c == '+' ? 1 : 0;
  if (is_digit(peek(sign)) || (peek(sign) == '.' && is_digit(peek(sign + 1)))) {
    return number(begin);
  }
  if (c == '"' || c == '\'') {
    return quoted(begin);
  }
  if (c == '/' || (c == '.' && (peek(1) == '/' || peek(1) == '.'))) {
    return path(begin);
  }
  if (starts_name(c)) {
    while (continues_name(peek())) {
      ++position_;
    }
    if (peek() == '/') {
      return path(begin);
    }
    std::string name = source_->substr(begin, position_ - begin);
    if (name == "inf") {
      return {.kind = Token::Kind::kNumber,
              .number = {std::numeric_limits<double>::infinity(), Unit::kNone},
              .location = location(begin)};
    }
    return {.kind = Token::Kind::kName, .text = std::move(name), .location = location(begin)};
  }
  ++position_;
  if (std::string_view("()[],=*").find(c) != std::string_view::npos) {
    return {.kind = Token::Kind::kSymbol, .text = std::string(1, c), .location = location(begin)};
  }
  while ((static_cast<unsigned char>(peek()) & 0xc0) == 0x80) {
    ++position_;  // a whole UTF-8 character in the message
  }
  const std::string found = source_->substr(begin, position_ - begin);
  throw SpecError(
      join_text("\"", source_->substr(0, kShown), source_->size() > kShown ? "..." : "",
                "\": unexpected \"", found, "\" at character ", begin + 1, character_hint(found)),
      location(begin));
}

Token Lexer::number(std::size_t begin) {
  double value = decimal();
  if (peek() == '/') {
    ++position_;
    const std::size_t sign = peek() == '-' || peek() == '+' ? 1 : 0;
    if (!is_digit(peek(sign)) && peek(sign) != '.') {
      throw SpecError(join_text(source_->substr(begin, position_ - begin),
                                ": a ratio needs a number after the slash, as in 1/25"),
                      location(begin));
    }
    const double denominator = decimal();
    if (denominator == 0.0) {
      throw SpecError(join_text(source_->substr(begin, position_ - begin), ": division by zero"),
                      location(begin));
    }
    value /= denominator;
  }
  const Unit found = unit(begin);
  return {.kind = Token::Kind::kNumber, .number = {value, found}, .location = location(begin)};
}

double Lexer::decimal() {
  const std::size_t begin = position_;
  if (peek() == '+' || peek() == '-') {
    ++position_;
  }
  while (is_digit(peek())) {
    ++position_;
  }
  if (peek() == '.') {
    ++position_;
    while (is_digit(peek())) {
      ++position_;
    }
  }
  const std::size_t sign = peek(1) == '-' || peek(1) == '+' ? 1 : 0;
  if ((peek() == 'e' || peek() == 'E') && is_digit(peek(1 + sign))) {  // 5e3, but not 5ep
    position_ += 1 + sign;
    while (is_digit(peek())) {
      ++position_;
    }
  }
  const char* first = source_->data() + begin + ((*source_)[begin] == '+' ? 1 : 0);
  const char* last = source_->data() + position_;
  double value = 0.0;
  const auto [end, error] = std::from_chars(first, last, value);
  if (error != std::errc() || end != last) {
    throw SpecError(
        join_text(source_->substr(begin, std::min<std::size_t>(position_ - begin, 40)),
                  error == std::errc::result_out_of_range ? ": too large or too small for a double"
                                                          : ": not a number"),
        location(begin));
  }
  return value;
}

Unit Lexer::unit(std::size_t begin) {
  if (peek() == '%') {
    ++position_;
    return Unit::kPercent;
  }
  const std::size_t first = position_;
  while (continues_name(peek())) {
    ++position_;
  }
  const std::string text = source_->substr(first, position_ - first);
  for (const Unit candidate : {Unit::kNone, Unit::kUpdates, Unit::kEpochs, Unit::kEvaluations}) {
    if (text == suffix(candidate)) {
      return candidate;
    }
  }
  throw SpecError(
      join_text(source_->substr(begin, std::min<std::size_t>(position_ - begin, 40)),
                ": no unit or number ends in \"", text.substr(0, 40), "\"", unit_hint(text)),
      location(begin));
}

// A file name is understood without quotes: data/mnist, ./x, ../x, /usr/share/x. A space ends it.
Token Lexer::path(std::size_t begin) {
  while (continues_path(peek())) {
    ++position_;
  }
  return {.kind = Token::Kind::kString,
          .text = source_->substr(begin, position_ - begin),
          .location = location(begin)};
}

Token Lexer::quoted(std::size_t begin) {
  std::string text;
  const char quote = peek();
  ++position_;
  while (position_ < source_->size() && peek() != quote) {
    char c = peek();
    if (c == '\\') {
      ++position_;
      c = peek();
      if (c == 'n') {
        c = '\n';
      } else if (c == 't') {
        c = '\t';
      } else if (c != '"' && c != '\'' && c != '\\') {
        throw SpecError("quotes: a backslash in them is written \\\\ (known: \\\" \\\\ \\n \\t)",
                        location(position_ - 1));
      }
    }
    text += c;
    ++position_;
  }
  if (position_ == source_->size()) {
    throw SpecError(join_text("\"", source_->substr(0, kShown), "\": the quote at character ",
                              begin + 1, " is never closed (add another)"),
                    {source_, begin, begin + 1});
  }
  ++position_;
  return {.kind = Token::Kind::kString, .text = std::move(text), .location = location(begin)};
}

}  // namespace anneal::spec
