#pragma once

#include <filesystem>

#include "apps/records/output_file.h"
#include "apps/run/observer.h"

namespace anneal {

/// steps.csv: `step,epoch,lr,loss,grad_norm`, one row per update, then `momentum` and
/// `weight_decay` if they have a schedule, then RunHeader::extra_columns.
///
/// Doubles are written in the shortest form that reads back as the same value, whatever the locale.
/// The file is up to date after each evaluation.
class StepsWriter final : public Observer {
 public:
  explicit StepsWriter(const std::filesystem::path& path);

 private:
  void on_start(const RunConfig& config, const RunHeader& header) override;
  void on_update(const UpdateRecord& record) override;
  void on_eval(const EvalRecord& record) override;
  void on_end(const RunResult& result) override;

  OutputFile file_;
};

/// evals.csv: `step,epoch,lr,train_loss,val_loss,val_accuracy`, one row per evaluation, then
/// `avg_train_loss,avg_val_loss,avg_val_accuracy` in a run with a weight average. What there is not
/// is an empty field: the accuracy of a regression, an average that has not begun.
class EvalsWriter final : public Observer {
 public:
  explicit EvalsWriter(const std::filesystem::path& path);

 private:
  void on_start(const RunConfig& config, const RunHeader& header) override;
  void on_eval(const EvalRecord& record) override;

  OutputFile file_;
  bool with_average_ = false;
};

}  // namespace anneal
