#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/spec/arguments.h"
#include "core/spec/error.h"
#include "core/spec/expr.h"
#include "core/spec/signature.h"

namespace anneal::spec {

/// Matches a call with a signature, positionals first, and checks every argument.
///
/// Throws SpecError (with caret and hint) for an unknown, repeated, missing, ill-typed or
/// out-of-range argument, a positional one after a named one, and for anything but a name.
Arguments bind(const Expr& call, const Signature& signature);

/// The entry of a catalogue whose signature has this name or alias; throws SpecError
/// "unknown FAMILY cosin (did you mean cosine?)". An entry has a member `signature`.
template <class Entry>
const Entry& find_entry(const Expr& call, std::string_view family, const std::vector<Entry>& table);

/// The error of find_entry: `known` are all names.
SpecError unknown_name(const Expr& call,
                       std::string_view family,
                       const std::vector<std::string>& known);

template <class Entry>
const Entry& find_entry(const Expr& call,
                        std::string_view family,
                        const std::vector<Entry>& table) {
  std::vector<std::string> known;
  for (const Entry& entry : table) {
    if (call.is_name() && entry.signature.name == call.text) {
      return entry;
    }
    for (const std::string& alias : entry.signature.aliases) {
      if (call.is_name() && alias == call.text) {
        return entry;
      }
    }
    known.push_back(entry.signature.name);
  }
  throw unknown_name(call, family, known);
}

}  // namespace anneal::spec
