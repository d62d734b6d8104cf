#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/run/result.h"

namespace anneal {

/// The note of a schedule that begins with rate 0, for an optimizer that minds.
inline constexpr const char* kFirstRateIsZero =
    "the first update has rate 0: it moves nothing, yet Adam's moments and bias correction advance "
    "(begin above 0, for example warmup(..., from=0.01))";

/// The remark of a run that learnt nothing, as it stands in tables.
inline constexpr const char* kNoBetterThanGuessing = "no better than guessing";

/// True if the training loss of `eval` is that of an answer which ignores its input, or worse.
///
///   train_loss > guessing - 0.01 * (guessing - floor),   floor = 0 where it is not known
///
/// The hundredth is for a model that has learnt nothing but the noise of its sample. False where
/// the loss of guessing is not known.
bool no_better_than_guessing(const RunHeader& header, const EvalRecord& eval);

/// Judges a run that has ended: sets `no_better_than_guessing` and `remarks` of its result from the
/// rest of it. An interrupted run is not judged.
void judge(const RunHeader& header, RunResult& result);

}  // namespace anneal
