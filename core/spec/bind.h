#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/spec/arguments.h"
#include "core/spec/error.h"
#include "core/spec/expr.h"
#include "core/spec/names.h"
#include "core/spec/parse.h"
#include "core/spec/signature.h"

namespace anneal::spec {

/// Matches a call with a signature, positionals first, and checks every argument.
///
/// Understood as well: synonyms of arguments, what is skipped, True and False, and None for an
/// argument that is left out.
/// Throws SpecError (with caret and hint) for an unknown, repeated, missing, ill-typed or
/// out-of-range argument, a positional one after a named one, and for anything but a name.
Arguments bind(const Expr& call, const Signature& signature);

/// The error for a text that is likely meant as `instead`: "FAMILY: got TEXT (write INSTEAD)".
SpecError as_meant(const SpecError& error,
                   std::string_view family,
                   std::string_view text,
                   const std::string& instead);

/// The entry of a catalogue that the call names (find_name()); throws SpecError "unknown FAMILY
/// cosin (did you mean cosine?)". An entry has a member `signature`.
template <class Entry>
const Entry& find_entry(const Expr& call, std::string_view family, const std::vector<Entry>& table);

/// Names of a table's entries, in its order.
template <class Entry>
Names names_of(const std::vector<Entry>& table) {
  Names names;
  names.reserve(table.size());
  for (const Entry& entry : table) {
    names.push_back(&entry.signature);
  }
  return names;
}

template <class Entry>
const Entry& find_entry(const Expr& call,
                        std::string_view family,
                        const std::vector<Entry>& table) {
  const Names names = names_of(table);
  const auto found = call.is_name() ? find_name(call.text, names) : std::nullopt;
  if (!found) {
    throw unknown_name(call, family, names);
  }
  return table[*found];
}

/// Reads a call out of `table`, such as adam(lr=0.1): parse(), find_entry() and bind() in one.
/// Where its arguments stand bare, as in "sgd 0.1", the error says what to write: sgd(lr=0.1).
template <class Entry>
Arguments read_call(std::string_view text,
                    std::string_view family,
                    const std::vector<Entry>& table) {
  const auto read = [&](std::string_view call_text) {
    const Expr call = parse(call_text);
    return bind(call, find_entry(call, family, table).signature);
  };
  try {
    return read(text);
  } catch (const SpecError& error) {
    if (error.details().instead.empty()) {
      throw;
    }
    throw as_meant(error, family, text, print(read(error.details().instead).canonical()));
  }
}

}  // namespace anneal::spec
