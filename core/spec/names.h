#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/spec/error.h"
#include "core/spec/expr.h"
#include "core/spec/signature.h"

/// Names that people bring: from another library, in full or in part, or misspelt. The last word of
/// a name, StepLR of torch.optim.lr_scheduler.StepLR, is looked for in a whole catalogue.
namespace anneal::spec {

/// The signatures of a catalogue, in its order.
using Names = std::vector<const Signature*>;

/// Which of `names` is called `name`: by its own name, an alias, or the name of the same thing in
/// another library if `name` says whose it is: lr_scheduler.StepLR and
/// torch.optim.lr_scheduler.StepLR are torch.StepLR, but StepLR alone is nobody's.
std::optional<std::size_t> find_name(std::string_view name, const Names& names);

/// Those whose names, aliases or synonyms end in the same last word; if there are none, in the same
/// but for case, - and _. For LinearLR: torch.LinearLR, paddle.LinearLR.
Names names_ending_like(std::string_view name, const Names& names);

/// The call that `call` is in the words of `signature`, a synonym of which it uses: with all its
/// arguments renamed, checked. Nothing if that cannot be said.
std::optional<std::string> translated(const Expr& call, const Signature& signature);

/// "unknown FAMILY NAME (did you mean ...?)", with `call` in its details: for a name that
/// find_name() does not find, and for what is no name.
SpecError unknown_name(const Expr& call, std::string_view family, const Names& names);

/// `text` with {} replaced by a value, {x10} by ten times a number, {%} by it in percent.
std::string filled_in(std::string text, const Expr& value);

}  // namespace anneal::spec
