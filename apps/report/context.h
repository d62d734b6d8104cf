#pragma once

#include <span>
#include <string>
#include <vector>

#include "apps/records/run_folder.h"

namespace anneal::report {

/// What was trained, a sentence each: data, model, length, batch size, and every other setting that
/// is not the default's. Not the optimizer, the schedule and the seed, which differ within a
/// figure. Empty if the run has no run.toml.
std::vector<std::string> context_of(const RunData& run);

/// The first warnings of the runs, each once, behind the labels of those that have it unless all
/// do; and how many there are besides.
struct LabelledRun {
  std::string label;
  const RunData* run = nullptr;
};
std::vector<std::string> warnings_of(std::span<const LabelledRun> runs);

/// The sentences, as many in a line of `width` characters as fit; one that is longer is shortened.
std::vector<std::string> note_lines(std::span<const std::string> sentences, std::size_t width);

/// Whether a run's length was given in updates: then its figures count them.
bool counted_in_updates(const RunData& run);

}  // namespace anneal::report
