#pragma once

#include <memory>

#include "apps/training/engine.h"

namespace anneal {

/// The engine that trains in `precision`.
std::unique_ptr<Engine> make_engine(Precision precision);

}  // namespace anneal
