#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "apps/records/csv.h"
#include "apps/records/samples.h"

namespace anneal::report {

/// What a run left on disk, as far as figures need it.
struct RunData {
  std::string optimizer;
  std::string schedule;
  std::string status;
  std::uint64_t seed = 0;
  Samples loss;                                ///< epoch and training loss of each update
  Samples rate;                                ///< epoch and rate of each update
  Samples train_loss, val_loss, val_accuracy;  ///< epoch and value of each evaluation
};

/// All runs of a comparison, in the order of its summary.csv.
struct StudyData {
  std::vector<RunData> runs;
};

/// True if `folder` holds a run: its steps.csv is there.
bool is_run_folder(const std::filesystem::path& folder);

/// True if `folder` holds a study: its summary.csv is there.
bool is_study_folder(const std::filesystem::path& folder);

/// Reads run.toml, steps.csv and evals.csv; what is missing is left empty, but steps.csv must be
/// there. Throws std::runtime_error if a file cannot be read or is not what it should be.
RunData read_run(const std::filesystem::path& folder);

/// Reads summary.csv and the folder runs/NAME of each run in it.
StudyData read_study(const std::filesystem::path& folder);

}  // namespace anneal::report
