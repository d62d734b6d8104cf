#pragma once

#include <memory>

#include "apps/training/engine.h"
#include "core/scalar.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// The engine of this precision. Code that is compiled once for both asks make_engine() of
/// apps/training/engines.h.
std::unique_ptr<Engine> make_engine_of_this_precision();

}}  // namespace anneal::ANNEAL_PRECISION
