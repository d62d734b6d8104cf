#pragma once

#include <span>
#include <stop_token>

#include "apps/run/observer.h"
#include "apps/training/trainer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Steps `trainer` to the end of its run, telling observers of everything.
///
/// Ends after the planned updates; when the run diverges; or before the next update once a stop is
/// requested (interrupted). A trainer that has loaded a state goes on from there.
RunResult train(Trainer& trainer,
                std::span<Observer* const> observers,
                const std::stop_token& stop);

}}  // namespace anneal::ANNEAL_PRECISION
