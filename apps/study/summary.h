#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "apps/study/compare.h"

namespace anneal {

/// Mean and standard deviation (n - 1 in the denominator) over the seeds; sd is absent for n < 2.
struct MeanSd {
  double mean = 0.0;
  std::optional<double> sd = {};
  std::int64_t n = 0;
};

/// One arm of a comparison, over its seeds. Means are over the runs that finished; diverged ones
/// are counted beside them. All are of the last iterate.
struct SummaryRow {
  std::string optimizer, schedule;
  std::int64_t runs = 0;  ///< finished or diverged
  std::int64_t diverged = 0;
  // Absent if no run has one.
  std::optional<MeanSd> train_loss = {};
  std::optional<MeanSd> val_loss = {};
  std::optional<MeanSd> val_accuracy = {};
  // Of the weight average, where there is one.
  std::optional<MeanSd> avg_val_loss = {};
  std::optional<MeanSd> avg_val_accuracy = {};
};

/// One row per (optimizer, schedule), in order of first appearance.
std::vector<SummaryRow> summarize(std::span<const StudyResult> results);

/// summary.csv: tidy, one row per run.
///
///     run,optimizer,schedule,seed,status,diverged_at,updates,train_loss,val_loss,val_accuracy,
///     best_val_loss,wall_seconds,update_seconds,updates_per_second
///
/// In a study with weight averages `avg_train_loss,avg_val_loss,avg_val_accuracy` follow. What a
/// run does not have is an empty field. Throws std::runtime_error if it cannot be written.
void write_summary_csv(const std::filesystem::path& path, std::span<const StudyResult> results);

}  // namespace anneal
