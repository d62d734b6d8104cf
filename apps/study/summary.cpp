#include "apps/study/summary.h"

#include <algorithm>
#include <cmath>

#include "apps/records/csv_cell.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal {
namespace {

std::optional<MeanSd> mean_sd(std::span<const double> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  const auto n = static_cast<double>(values.size());
  MeanSd result{.mean = 0.0, .sd = std::nullopt, .n = static_cast<std::int64_t>(values.size())};
  for (const double value : values) {
    result.mean += value / n;
  }
  if (values.size() > 1) {
    double squares = 0.0;
    for (const double value : values) {
      squares += (value - result.mean) * (value - result.mean);
    }
    result.sd = std::sqrt(squares / (n - 1.0));
  }
  return result;
}

SummaryRow summarize_arm(std::span<const StudyResult* const> arm) {
  SummaryRow row{.optimizer = arm.front()->run.optimizer, .schedule = arm.front()->run.schedule};
  std::vector<double> train_loss, val_loss, val_accuracy, avg_val_loss, avg_val_accuracy;
  for (const StudyResult* one : arm) {
    const RunResult& result = one->result;
    row.runs += result.status != RunStatus::kInterrupted ? 1 : 0;
    row.diverged += result.status == RunStatus::kDiverged ? 1 : 0;
    const std::optional<EvalRecord> last = result.final_eval();
    if (result.status == RunStatus::kDone && last) {
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

template <class T>
std::string field(const std::optional<T>& value) {
  return value ? to_text(*value) : std::string();
}

std::string csv_row(const StudyResult& one, bool with_average) {
  const RunResult& result = one.result;
  const std::optional<EvalRecord> last = result.final_eval();
  const std::optional<EvalRecord> best = result.best_eval();
  const std::string status =
      result.status == RunStatus::kDiverged ? "diverged" : status_text(result);
  std::string row = join_text(csv_cell(one.run.name), ',', csv_cell(one.run.optimizer), ',',
                              csv_cell(one.run.schedule), ',', one.run.seed, ',', status, ',',
                              field(result.diverged_at), ',', result.updates, ',');
  row += last ? join_text(last->train_loss, ',', last->val_loss, ',', field(last->val_accuracy))
              : std::string(",,");
  row += join_text(',', best ? to_text(best->val_loss) : std::string(), ',', result.wall_seconds,
                   ',', result.update_seconds, ',', result.updates_per_second);
  if (with_average) {
    row += last && last->average
               ? join_text(',', last->average->train_loss, ',', last->average->val_loss, ',',
                           field(last->average->val_accuracy))
               : std::string(",,,");
  }
  return row + '\n';
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

void write_summary_csv(const std::filesystem::path& path, std::span<const StudyResult> results) {
  const bool with_average = std::ranges::any_of(
      results, [](const StudyResult& one) { return one.header.average.has_value(); });
  std::string text =
      "run,optimizer,schedule,seed,status,diverged_at,updates,train_loss,val_loss,val_accuracy,"
      "best_val_loss,wall_seconds,update_seconds,updates_per_second";
  text += with_average ? ",avg_train_loss,avg_val_loss,avg_val_accuracy\n" : "\n";
  for (const StudyResult& result : results) {
    text += csv_row(result, with_average);
  }
  replace_file(path.string(), text);
}

}  // namespace anneal
