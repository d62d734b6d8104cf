#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "apps/records/run_folder.h"
#include "apps/records/run_toml.h"
#include "apps/run/result.h"

namespace anneal {

/// One run of a study that has ended.
struct StudyRow {
  std::string name;  ///< of its folder below runs/
  std::string optimizer, schedule;
  std::uint64_t seed = 0;
  RunResult result;
};

/// summary.csv: tidy, one row per run.
///
///     run,optimizer,schedule,seed,status,diverged_at,remark,updates,train_loss,val_loss,
///     val_accuracy,best_val_loss,wall_seconds,update_seconds,updates_per_second
///
/// With `averages` avg_train_loss,avg_val_loss,avg_val_accuracy follow. What a run does not have is
/// an empty field. Throws std::runtime_error if it cannot be written.
void write_summary_csv(const std::filesystem::path& path,
                       std::span<const StudyRow> rows,
                       bool averages);

/// compare.toml (run_toml.h). Throws std::runtime_error if it cannot be written.
void write_compare_toml(const std::filesystem::path& path,
                        const RunHeader& header,
                        const Arms& arms,
                        const std::vector<std::string>& command);

/// All runs of a comparison, in the order of its summary.csv.
struct StudyData {
  std::vector<RunData> runs;
};

/// True if `folder` holds a study: its summary.csv is there.
bool is_study_folder(const std::filesystem::path& folder);

/// Reads summary.csv and the folder runs/NAME of each run in it; a run whose folder is gone, or has
/// no steps.csv, has no curves.
///
/// Throws std::runtime_error if a file cannot be read or is not what it should be; a name that
/// leads out of runs/ is none.
StudyData read_study(const std::filesystem::path& folder);

}  // namespace anneal
