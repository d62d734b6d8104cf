#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "apps/study/compare.h"
#include "apps/study/statistics.h"

namespace anneal {

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

/// Writes FOLDER/summary.csv (apps/records/study_folder.h), one row per run.
/// Throws std::runtime_error if it cannot be written.
void write_summary(const std::filesystem::path& folder, std::span<const StudyResult> results);

}  // namespace anneal
