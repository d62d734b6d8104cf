#pragma once

#include <cstdint>
#include <vector>

#include "apps/run/config.h"
#include "apps/run/group.h"
#include "apps/run/rates.h"
#include "apps/run/result.h"
#include "schedulers/plan.h"

namespace anneal {

// What of a RunConfig can be checked and worked out without tensors. All of it throws
// std::invalid_argument that names the setting.

/// Numbers in their ranges, the folder of save_init there.
void check_settings(const RunConfig& config);

/// The schedules can be read (whether they fit is known once the length of the run is).
void check_schedules(const RunConfig& config);

/// The groups in order; no pattern twice.
std::vector<GroupConfig> parse_groups(const RunConfig& config);

/// The length of the run, in updates.
std::int64_t total_updates(const RunConfig& config, std::int64_t updates_per_epoch);

/// "1ep", "100it" or "10%" in updates, for a header that knows the length of the run and of an
/// epoch.
std::int64_t updates_between_evals(const RunConfig& config, const RunHeader& header);

/// What schedules are resolved against.
RunPlan plan_of(const RunHeader& header);

/// A schedule that listens to what no evaluation says would fail after the first epoch: refused
/// now.
void check_metrics(const RunRates& rates, bool classification);

}  // namespace anneal
