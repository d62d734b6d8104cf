#pragma once

#include <cstdint>

#include "apps/training/run_setup.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// How good the model is after `step` updates, of which the last used the rate `lr`: judged at the
/// point that the optimizer wants (an average, for Schedule-Free), and beside it at the run's
/// weight average, if it has one. Changes nothing.
///
/// Batch norm's running statistics are those of the raw iterates in both cases.
EvalRecord evaluate_run(const RunSetup& run, std::int64_t step, double lr);

}}  // namespace anneal::ANNEAL_PRECISION
