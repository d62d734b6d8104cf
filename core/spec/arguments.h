#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/spec/error.h"
#include "core/spec/expr.h"
#include "core/spec/signature.h"

namespace anneal::spec {

/// The checked arguments of one call, by name. Defaults are filled in.
///
/// The typed getters throw std::logic_error for a name that the signature does not have, for the
/// wrong kind, and for an optional argument that was not given (ask has() first).
class Arguments final {
 public:
  double number(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
  bool flag(std::string_view name) const;
  const std::string& word(std::string_view name) const;  ///< kWord or kText
  const std::string& text(std::string_view name) const { return word(name); }
  Number length(std::string_view name) const;
  std::int64_t evaluations(std::string_view name) const;
  std::vector<double> numbers(std::string_view name) const;
  std::vector<std::int64_t> integers(std::string_view name) const;
  std::vector<std::string> words(std::string_view name) const;
  std::vector<Number> lengths(std::string_view name) const;
  /// The argument as it was parsed, whatever its kind.
  const Expr& expr(std::string_view name) const;

  /// Written by the caller, not filled in from a default.
  bool given(std::string_view name) const;
  /// Has a value: given, or by default.
  bool has(std::string_view name) const;

  /// The call again with checked arguments in table order, defaults left out: two texts that mean
  /// the same give the same canonical call.
  Expr canonical() const { return written(Defaults::kLeftOut); }
  /// The same with all defaults written out: what the call means, whatever they become one day.
  Expr expanded() const { return written(Defaults::kWritten); }

  /// A SpecError "NAME: ARGUMENT: message" with the caret under that argument, for checks that a
  /// table cannot express.
  SpecError error(std::string_view argument, const std::string& message) const;
  /// The same for the call as a whole: "NAME: message".
  SpecError error(const std::string& message) const;

 private:
  friend class Binder;
  struct Slot {
    Parameter parameter;
    Expr value = Expr();
    bool given = false;
    bool has = false;
  };
  enum class Defaults { kLeftOut, kWritten };
  Expr written(Defaults defaults) const;
  const Slot& slot(std::string_view name) const;
  const Slot& slot(std::string_view name, ValueKind kind) const;

  std::string name_;
  Location location_;
  std::vector<Slot> slots_;  // in table order
};

}  // namespace anneal::spec
