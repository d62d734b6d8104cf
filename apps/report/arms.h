#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "apps/records/study_folder.h"

namespace anneal::report {

/// All runs of one optimizer with one schedule. A run that did not come to its end is no part of a
/// mean, and one whose files are gone of no curve; both are counted.
struct Arm {
  std::string schedule;
  std::string label;  ///< short
  int style = 0;
  std::vector<const RunData*> finished;
  std::vector<const RunData*> stopped;  ///< diverged or interrupted
  std::vector<const RunData*> missing;

  /// ", 1 of 3 diverged", or nothing.
  std::string remark() const;
  /// "cosine, seed 1, diverged": one of its runs.
  std::string label_of(const RunData& run) const;
  /// Those that have a curve.
  std::vector<const RunData*> drawn() const;
};

bool diverged(const RunData& run);

/// The optimizers in the order in which they first appear.
std::vector<std::string> optimizers_of(const StudyData& study);

/// One arm per schedule of the study, in the order in which they first appear; a schedule has the
/// same label and style under every optimizer. One that this optimizer was not combined with has no
/// runs.
std::vector<Arm> arms_of(const StudyData& study, const std::string& optimizer);

/// What of `run` is not there or holds nothing, a sentence each that names the file.
std::vector<std::string> problems_of(const RunData& run);

}  // namespace anneal::report
