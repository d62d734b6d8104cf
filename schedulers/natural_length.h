#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schedulers/entry.h"

namespace anneal {

/// What turns the lengths of a part into updates.
struct TimeScale {
  const Vocabulary& vocabulary;
  RunPlan plan;           ///< fractions are of its total: the run, or one cycle of a repeat
  double slowdown = 1.0;  ///< lengths in updates and epochs are so many times as long
};

/// The exact length, in updates, that a part has of itself; nothing if it is open.
///
///   a then b: the sum      a * b: the longest      by epoch: that of its schedule
///
/// Throws SpecError if a sequence has two open pieces.
std::optional<double> natural_length(const spec::Expr& expr, const TimeScale& scale);

/// The fewest updates that a part can be built for: an open piece needs one.
std::int64_t least_updates(const spec::Expr& expr, const TimeScale& scale);

/// How the items of a sequence divide the updates that are available to it.
struct SequenceLayout {
  std::vector<std::optional<double>> natural;  ///< exact; nothing for the open one
  std::vector<std::int64_t> lengths;           ///< whole updates
  std::int64_t end;                            ///< of all that are not open
  bool open;                                   ///< there is an open one
};
SequenceLayout lay_out(const std::vector<spec::Expr>& items,
                       const TimeScale& scale,
                       std::int64_t available);

/// The error of pieces that do not fill what is available, or do not fit: with the arithmetic of
/// the longest one. `where` says what they should fill: "the run", "the cycle", "its place".
spec::SpecError does_not_fit(const std::vector<spec::Expr>& items,
                             const SequenceLayout& layout,
                             const TimeScale& scale,
                             const char* where,
                             std::int64_t available);

}  // namespace anneal
