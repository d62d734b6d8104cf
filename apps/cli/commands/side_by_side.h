#pragma once

#include <string>
#include <vector>

#include "apps/cli/commands/preview_text.h"

namespace anneal::cli {

/// Libraries that give one curve for the same request.
struct SameCurve {
  std::vector<std::string> libraries;
  std::vector<std::string> texts;  ///< how each of them is asked, in the same order
  PreviewedSchedule schedule;      ///< of the first; `given` names the libraries, for the key
};

/// "Climb for `warmup`, then a cosine down to 0", asked of every library that has words for it,
/// with equal curves put together. `warmup` is a length such as 4it, 1ep or 5%.
///
/// Throws UsageError if the warmup is no length or leaves nothing of the run.
std::vector<SameCurve> same_curves(const std::string& warmup, const RunPlan& plan);

/// The curves as a table: the rates of every update for a short run, otherwise of the updates where
/// they differ most: the first, the end of the climb, the last.
std::string same_curves_table(const std::vector<SameCurve>& curves, std::int64_t warmup_updates);

/// How each library is asked, one to a line.
std::string same_curves_texts(const std::vector<SameCurve>& curves);

/// A length on the command line in whole updates of the run.
std::int64_t length_in_updates(const std::string& text, const RunPlan& plan);

}  // namespace anneal::cli
