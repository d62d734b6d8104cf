#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "apps/study/summary.h"

namespace anneal {

/// What may be said of an arm beside its numbers.
struct ArmVerdict {
  bool lowest_val_loss = false;
  std::optional<std::size_t> same_as = {};  ///< row of an arm with the same numbers in every seed
};

/// Judges the arms of a comparison; one verdict per row.
///
/// An arm has the lowest val_loss if it is one of two or more arms of its optimizer that can be
/// compared, and its mean over the seeds is below that of each of the others by more than chance:
/// the 95 % t interval of the differences, taken seed by seed, is above 0. An arm can be compared
/// if none of its runs has diverged or is no better than guessing, if it has more than one seed,
/// and if it is not the same as another. val_loss, not accuracy, also where there is both: it is
/// what training is about, and it tells runs apart that have as many samples right.
///
/// Arms of one optimizer whose losses and accuracies are equal in every seed are the same: all but
/// one name that one, which is `constant` if that is among them, or else the first. A schedule that
/// never acts is found so.
std::vector<ArmVerdict> judge_arms(std::span<const SummaryRow> rows);

}  // namespace anneal
