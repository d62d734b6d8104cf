#include "apps/study/summary.h"

#include <algorithm>

#include "apps/records/study_folder.h"

namespace anneal {
namespace {

SummaryRow summarize_arm(std::span<const StudyResult* const> arm) {
  SummaryRow row{.optimizer = arm.front()->run.optimizer, .schedule = arm.front()->run.schedule};
  std::vector<double> train_loss, val_loss, val_accuracy, avg_val_loss, avg_val_accuracy;
  for (const StudyResult* one : arm) {
    const RunResult& result = one->result;
    row.runs += result.status != RunStatus::kInterrupted ? 1 : 0;
    row.diverged += result.status == RunStatus::kDiverged ? 1 : 0;
    const std::optional<EvalRecord> last = result.final_eval();
    if (result.status == RunStatus::kDone && last) {
      row.guessing += result.no_better_than_guessing ? 1 : 0;
      row.outcomes.push_back({.seed = one->run.seed,
                              .train_loss = last->train_loss,
                              .val_loss = last->val_loss,
                              .val_accuracy = last->val_accuracy});
      train_loss.push_back(last->train_loss);
      val_loss.push_back(last->val_loss);
      if (last->val_accuracy) {
        val_accuracy.push_back(*last->val_accuracy);
      }
      if (last->average) {
        avg_val_loss.push_back(last->average->val_loss);
      }
      if (last->average && last->average->val_accuracy) {
        avg_val_accuracy.push_back(*last->average->val_accuracy);
      }
    }
  }
  row.train_loss = mean_sd(train_loss);
  row.val_loss = mean_sd(val_loss);
  row.val_accuracy = mean_sd(val_accuracy);
  row.avg_val_loss = mean_sd(avg_val_loss);
  row.avg_val_accuracy = mean_sd(avg_val_accuracy);
  return row;
}

}  // namespace

std::vector<SummaryRow> summarize(std::span<const StudyResult> results) {
  std::vector<std::vector<const StudyResult*>> arms;
  for (const StudyResult& result : results) {
    const auto same_arm = [&](const auto& arm) {
      return arm.front()->run.optimizer == result.run.optimizer &&
             arm.front()->run.schedule == result.run.schedule;
    };
    const auto arm = std::ranges::find_if(arms, same_arm);
    if (arm == arms.end()) {
      arms.push_back({&result});
    } else {
      arm->push_back(&result);
    }
  }
  std::vector<SummaryRow> rows;
  rows.reserve(arms.size());
  for (const auto& arm : arms) {
    rows.push_back(summarize_arm(arm));
  }
  return rows;
}

void write_summary(const std::filesystem::path& folder, std::span<const StudyResult> results) {
  std::vector<StudyRow> rows;
  for (const StudyResult& one : results) {
    rows.push_back({.name = one.run.name,
                    .optimizer = one.run.optimizer,
                    .schedule = one.run.schedule,
                    .seed = one.run.seed,
                    .result = one.result});
  }
  const bool averages =
      std::ranges::any_of(results, [](const StudyResult& one) { return one.header.has_average(); });
  write_summary_csv(folder / "summary.csv", rows, averages);
}

}  // namespace anneal
