#pragma once

#include <span>
#include <string>

#include "apps/run/descent.h"

namespace anneal {

/// `step,x,y,loss,lr` and a line per row; the rate after the last update is an empty field. Several
/// descents have the columns `optimizer` and `schedule` before these.
///
/// Doubles are written in the shortest form that reads back as the same value, whatever the locale.
std::string descents_csv(std::span<const Descent> descents);

}  // namespace anneal
