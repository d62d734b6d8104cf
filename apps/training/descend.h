#pragma once

#include "apps/run/descent.h"

namespace anneal {

/// The function of the plane that `text` describes, in double.
/// Throws what plane_function_in_this_precision() of apps/training/descend.h throws.
PlaneFunction plane_function(const std::string& text);

/// Minimises it with one optimizer under one schedule, in double.
/// Throws what descend_in_this_precision() throws.
Descent descend(const DescentConfig& config);

}  // namespace anneal
