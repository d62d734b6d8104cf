#pragma once

#include <memory>

#include "apps/training/plain/engine.h"

namespace anneal {

/// The engine that trains in `precision`.
std::unique_ptr<Engine> make_engine(Precision precision);

}  // namespace anneal
