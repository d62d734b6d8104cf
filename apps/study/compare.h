#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "apps/records/run_folder.h"
#include "apps/training/engine.h"

namespace anneal {

/// A comparison: every optimizer with every schedule under every seed, all else equal.
struct CompareConfig {
  RunConfig base;  ///< its optimizer, schedule and seed are replaced
  std::vector<std::string> optimizers;
  std::vector<std::string> schedules;
  std::int64_t seeds = 3;  ///< base.seed, base.seed + 1, ...
};

/// One run of a study: what it is, and where its folder is.
struct StudyRun {
  std::string name;  ///< readable and unique: "adam__cosine__seed0"; the folder's name
  std::string optimizer, schedule;  ///< canonical
  std::uint64_t seed = 0;
  RunConfig config;
};

/// The grid as a list: optimizers outermost, seeds innermost.
///
/// The same seed gives every arm the same initial weights, batches and noise, so that differences
/// can be taken pair by pair. Throws std::invalid_argument if a list is empty, an arm is repeated
/// or seeds < 1; SpecError for a text.
std::vector<StudyRun> expand(const CompareConfig& config);

/// A comparison that is checked and ready: every text read and every schedule resolved, once.
struct PreparedStudy {
  std::vector<StudyRun> runs;
  std::vector<std::unique_ptr<Run>> prepared;  ///< in the order of `runs`
};

/// Throws what Engine::prepare() throws, before anything is written.
PreparedStudy prepare_study(Engine& engine, std::vector<StudyRun> runs);

/// A run of a study and what it came to; diverged runs are results too.
struct StudyResult {
  StudyRun run;
  RunHeader header;
  RunResult result;
};

struct StudyOptions {
  int jobs = 1;  ///< runs at the same time, >= 1
  /// The study's folder: runs/NAME/..., compare.toml, summary.csv. Whoever shares a disk with
  /// others claims it first (apps/records/output_folder.h).
  std::optional<std::filesystem::path> out = {};
  RunFolderOptions folder = {.checkpoints = Checkpoints::kAtEnd};
  /// Called for each run before it starts, for an observer of the caller's (a progress display);
  /// may return nullptr. Called, and the observer used, on the run's own thread.
  std::function<std::unique_ptr<Observer>(std::size_t index, const StudyRun& run)> watch = {};
};

/// Makes all runs, `jobs` at a time, and returns their results in the order of `study.runs`: the
/// same ones for any number of jobs.
///
/// A stop request ends running runs as interrupted and leaves out those not started. The first
/// exception of a run stops the others and is thrown again.
std::vector<StudyResult> run_study(const PreparedStudy& study,
                                   const StudyOptions& options,
                                   std::stop_token stop);

}  // namespace anneal
