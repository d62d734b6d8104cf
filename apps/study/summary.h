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

/// What one run that is done came to: the last iterate, judged.
struct SeedOutcome {
  std::uint64_t seed = 0;
  double train_loss = 0.0, val_loss = 0.0;
  std::optional<double> val_accuracy = {};

  friend bool operator==(const SeedOutcome&, const SeedOutcome&) = default;
};

/// One arm of a comparison, over its seeds. Means are over the runs that are done; diverged ones
/// are counted beside them. All are of the last iterate.
struct SummaryRow {
  std::string optimizer, schedule;
  std::int64_t runs = 0;  ///< done or diverged
  std::int64_t diverged = 0;
  std::int64_t guessing = 0;               ///< done, and no better than guessing (run/remarks.h)
  std::vector<SeedOutcome> outcomes = {};  ///< of the runs that are done, as seeds come
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
