#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/run/result.h"

namespace anneal {

/// run.toml: a run as it was made, in tables.
///
///     command    the command line, as a shell reads it
///     [run]      every setting, texts in canonical form: what reads back as the same RunConfig
///     [expanded] the calls among them with all defaults written out
///     [files]    each file that the run reads by name, and its fingerprint
///     [resolved] what it all came to: lengths in updates, sizes, the data's fingerprint, warnings
///     [build]    what computed it
std::string run_toml(const RunHeader& header, const std::vector<std::string>& command);

/// What a comparison varies: every optimizer with every schedule, under the seeds first_seed,
/// first_seed + 1, ...
struct Arms {
  std::vector<std::string> optimizers, schedules;
  std::uint64_t first_seed = 0;
  std::int64_t seeds = 0;
};

/// compare.toml: a comparison as it was asked for.
///
///     command    as in run.toml
///     [run]      the settings that all its runs have
///     [arms]     what it varies
///     [resolved] lengths and sizes, which all its runs have; `header` is that of any
///     [build]    what computed it
std::string compare_toml(const RunHeader& header,
                         const Arms& arms,
                         const std::vector<std::string>& command);

/// What of a run.toml makes the run again.
struct RecordedRun {
  RunConfig config;
  std::string data_hash;                     ///< empty if the file does not say
  std::map<std::string, std::string> files;  ///< path to fingerprint
  // What a reader of its results wants to know; 0 or empty if the file does not say.
  std::int64_t batch_size = 0, updates_per_epoch = 0, updates = 0;
  std::vector<std::string> warnings = {};    ///< and notes: what the program said before training
  std::optional<double> guessing_loss = {};  ///< of a model that knows only how often what occurs
};

/// Reads a run.toml, or one that was written by hand: settings that are missing have their
/// defaults.
///
/// Throws std::runtime_error naming the file and, where there is one, the line: for a file that
/// cannot be read or is no TOML, for an unknown setting (with the nearest name) and for a value
/// that a setting cannot have.
RecordedRun read_run_toml(const std::filesystem::path& file);

/// Throws std::runtime_error if a file that the run reads by name, or the data set it was made on,
/// is not what it was: the same settings would give another run.
void check_unchanged(const RecordedRun& recorded, const RunHeader& now);

}  // namespace anneal
