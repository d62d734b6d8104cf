#pragma once

#include <span>
#include <stop_token>

#include "apps/run/observer.h"
#include "apps/training/run_setup.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Trains: batch, forward, loss, backward, clip, update, average, and an evaluation when one is
/// due.
///
/// Ends after the planned updates; at the first update whose loss or gradient is not finite, which
/// is not made (status diverged); or before the next update once a stop is requested (interrupted).
/// Denormals are flushed to zero on this thread meanwhile.
RunResult train(RunSetup& run, std::span<Observer* const> observers, const std::stop_token& stop);

}}  // namespace anneal::ANNEAL_PRECISION
