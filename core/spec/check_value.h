#pragma once

#include <string>

#include "core/spec/expr.h"
#include "core/spec/signature.h"

namespace anneal::spec {

/// Checks kind, unit, range and choice of one argument of the call `owner`.
///
/// Throws SpecError "OWNER: what is wrong with it and what to write instead", with the caret under
/// the value or under the member of a list that is at fault.
void check_value(const Expr& value, const Parameter& parameter, const std::string& owner);

}  // namespace anneal::spec
