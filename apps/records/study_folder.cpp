#include "apps/records/study_folder.h"

#include <optional>
#include <stdexcept>
#include <utility>

#include "apps/records/csv.h"
#include "apps/run/remarks.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal {
namespace {

/// What `get` takes of an evaluation, if there was one.
template <class Get>
auto of_last(Get get) {
  return [get](const StudyRow& row) -> std::optional<double> {
    const std::optional<EvalRecord> last = row.result.final_eval();
    return last ? get(*last) : std::nullopt;
  };
}

Columns<StudyRow> summary_columns(bool averages) {
  using R = StudyRow;
  using E = EvalRecord;
  using Number = std::optional<double>;
  Columns<R> columns = {
      {"run", [](const R& r) { return r.name; }},
      {"optimizer", [](const R& r) { return r.optimizer; }},
      {"schedule", [](const R& r) { return r.schedule; }},
      {"seed", [](const R& r) { return r.seed; }},
      {"status",
       [](const R& r) {
         const bool diverged = r.result.status == RunStatus::kDiverged;
         return diverged ? std::string("diverged") : status_text(r.result);
       }},
      {"diverged_at", [](const R& r) { return r.result.diverged_at; }},
      {"remark",
       [](const R& r) { return r.result.no_better_than_guessing ? kNoBetterThanGuessing : ""; }},
      {"updates", [](const R& r) { return r.result.updates; }},
      {"train_loss", of_last([](const E& e) { return Number(e.train_loss); })},
      {"val_loss", of_last([](const E& e) { return Number(e.val_loss); })},
      {"val_accuracy", of_last([](const E& e) { return e.val_accuracy; })},
      {"best_val_loss",
       [](const R& r) {
         const std::optional<E> best = r.result.best_eval();
         return best ? Number(best->val_loss) : std::nullopt;
       }},
      {"wall_seconds", [](const R& r) { return r.result.wall_seconds; }},
      {"update_seconds", [](const R& r) { return r.result.update_seconds; }},
      {"updates_per_second", [](const R& r) { return r.result.updates_per_second; }}};
  if (averages) {
    const auto of_average = [](auto get) {
      return of_last([get](const E& e) { return e.average ? get(*e.average) : std::nullopt; });
    };
    using A = AverageEval;
    columns.emplace_back("avg_train_loss",
                         of_average([](const A& a) { return Number(a.train_loss); }));
    columns.emplace_back("avg_val_loss", of_average([](const A& a) { return Number(a.val_loss); }));
    columns.emplace_back("avg_val_accuracy", of_average([](const A& a) { return a.val_accuracy; }));
  }
  return columns;
}

}  // namespace

void write_summary_csv(const std::filesystem::path& path,
                       std::span<const StudyRow> rows,
                       bool averages) {
  replace_file(path.string(), csv_text(summary_columns(averages), rows));
}

void write_compare_toml(const std::filesystem::path& path,
                        const RunHeader& header,
                        const Arms& arms,
                        const std::vector<std::string>& command) {
  replace_file(path.string(), compare_toml(header, arms, command));
}

bool is_study_folder(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder / "summary.csv");
}

StudyData read_study(const std::filesystem::path& folder) {
  const CsvTable summary = read_csv(folder / "summary.csv");
  const std::size_t name = summary.index("run");
  const std::size_t optimizer = summary.index("optimizer");
  const std::size_t schedule = summary.index("schedule");
  const std::size_t status = summary.index("status");
  const bool remarks = summary.has("remark");  // not in a folder from before there were any
  const std::size_t seed = summary.index("seed");
  StudyData study;
  for (std::size_t k = 0; k < summary.rows.size(); ++k) {
    const std::vector<std::string>& row = summary.rows[k];
    const std::filesystem::path run_folder = folder / "runs" / row[name];
    const std::string where = join_text(summary.name, ": row ", k + 1, ": ");
    // One plain name: a study that was sent along must not have files from elsewhere drawn.
    if (row[name].empty() || row[name] == "." || row[name] == ".." ||
        row[name].find('/') != std::string::npos) {
      throw std::runtime_error(
          join_text(where, "run \"", row[name], "\" is not the name of a folder in runs/"));
    }
    const auto number = parse_number<std::uint64_t>(row[seed]);
    if (!number) {
      throw std::runtime_error(
          join_text(where, "seed \"", row[seed], "\" is not a whole number of at least 0"));
    }
    RunData run = is_run_folder(run_folder) ? read_run(run_folder) : RunData{};
    run.folder = run_folder;
    run.optimizer = row[optimizer];
    run.schedule = row[schedule];
    run.status = row[status];
    run.remark = remarks ? row[summary.index("remark")] : "";
    run.seed = *number;
    study.runs.push_back(std::move(run));
  }
  return study;
}

}  // namespace anneal
