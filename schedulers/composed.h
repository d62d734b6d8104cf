#pragma once

#include <cstdint>
#include <vector>

#include "schedulers/curve.h"

namespace anneal {

/// One piece after the other. `begins[i]` is where piece i begins on the sequence's clock.
CurvePtr make_sequence(std::vector<std::int64_t> begins, std::vector<CurvePtr> pieces);

/// All factors at once, multiplied in the given order.
CurvePtr make_product(std::vector<CurvePtr> factors);

/// The staircase of a curve: its value at the first update of the current epoch, but never before
/// the piece began.
CurvePtr make_staircase(CurvePtr curve, std::int64_t updates_per_epoch);

}  // namespace anneal
