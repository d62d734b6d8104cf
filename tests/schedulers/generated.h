#pragma once

#include <string>

#include "schedulers/plan.h"
#include "schedulers/schedule.h"

namespace anneal {

/// Random schedules for RapidCheck properties, made from the catalogue's own tables: any entry,
/// any arguments within their ranges. Call only inside a property.

/// A call of one catalogue entry, without `for`, or with it.
Schedule generated_piece(bool with_length);
/// Any composition; most of them fit no run.
Schedule generated_schedule(int depth);
/// A composition that fits the plan's run: fixed pieces, at most one open piece, products, stairs.
struct FittingSchedule {
  Schedule schedule;
  RunPlan plan;
};
FittingSchedule generated_fitting();

}  // namespace anneal
