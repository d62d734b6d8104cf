#pragma once

#include <cstdint>

#include "schedulers/schedule.h"

namespace anneal {

struct RunPlan;

/// The schedule with every shorthand (wsd, torch.StepLR, ...) replaced by what it stands for where
/// it stands, in a run, or a cycle of a repeat, of this plan.
///
/// What is inside a repeat stays as it is: each of its cycles is a run of its own.
Schedule expand(const Schedule& schedule, const RunPlan& plan);

}  // namespace anneal
