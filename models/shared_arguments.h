#pragma once

// Arguments that several models of the catalogue take; for the files that define an entry.

#include "core/spec/bind.h"
#include "models/init.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A whole number >= 1.
spec::Parameter size_parameter(const char* name, const char* default_text, const char* help);
/// "dropout": a share in [0, 1).
spec::Parameter dropout_parameter();
/// "init": the word of an initialiser.
spec::Parameter init_parameter(const char* default_text = "default");
/// The initialiser that the argument "init" names.
Init init_of(const spec::Arguments& arguments);

}}  // namespace anneal::ANNEAL_PRECISION
