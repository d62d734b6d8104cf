#include "apps/report/arms.h"

#include <algorithm>
#include <fmt/format.h>

#include "apps/run/labels.h"
#include "core/text.h"

namespace anneal::report {
namespace {

std::vector<std::string> distinct(const StudyData& study, std::string RunData::*field) {
  std::vector<std::string> texts;
  for (const RunData& run : study.runs) {
    if (std::ranges::find(texts, run.*field) == texts.end()) {
      texts.push_back(run.*field);
    }
  }
  return texts;
}

/// A run that diverged at its first update has no curve, and yet is not missing.
bool is_missing(const RunData& run) {
  return run.loss.empty() && run.val_loss.empty() && !diverged(run);
}

}  // namespace

std::string Arm::remark() const {
  const std::size_t all = finished.size() + stopped.size() + missing.size();
  const auto of_all = [all](std::size_t count, const char* what) {
    return count > 0 ? fmt::format(", {} of {} {}", count, all, what) : std::string();
  };
  const auto wild = static_cast<std::size_t>(
      std::ranges::count_if(stopped, [](const RunData* run) { return diverged(*run); }));
  const auto useless = static_cast<std::size_t>(
      std::ranges::count_if(finished, [](const RunData* run) { return !run->remark.empty(); }));
  return of_all(useless, "no better than guessing") + of_all(wild, "diverged") +
         of_all(stopped.size() - wild, "interrupted") + of_all(missing.size(), "missing");
}

std::string Arm::label_of(const RunData& run) const {
  return fmt::format("{}, seed {}{}", label, run.seed,
                     run.status.empty() || run.status == "done" ? "" : ", " + run.status);
}

std::vector<const RunData*> Arm::drawn() const {
  std::vector<const RunData*> runs = finished;
  runs.insert(runs.end(), stopped.begin(), stopped.end());
  return runs;
}

bool diverged(const RunData& run) {
  return run.status.starts_with("diverged");
}

std::vector<std::string> optimizers_of(const StudyData& study) {
  return distinct(study, &RunData::optimizer);
}

std::vector<Arm> arms_of(const StudyData& study, const std::string& optimizer) {
  const std::vector<std::string> schedules = distinct(study, &RunData::schedule);
  const std::vector<std::string> labels = short_labels(schedules);
  std::vector<Arm> arms;
  for (std::size_t k = 0; k < schedules.size(); ++k) {
    Arm arm{schedules[k], labels[k], static_cast<int>(k), {}, {}, {}};
    for (const RunData& run : study.runs) {
      if (run.optimizer == optimizer && run.schedule == schedules[k]) {
        const bool whole = run.status.empty() || run.status == "done";
        (is_missing(run) ? arm.missing : whole ? arm.finished : arm.stopped).push_back(&run);
      }
    }
    arms.push_back(std::move(arm));
  }
  return arms;
}

std::vector<std::string> problems_of(const RunData& run) {
  std::vector<std::string> problems;
  if (!is_run_folder(run.folder)) {
    problems.push_back(join_text(run.folder.string(),
                                 ": is missing or has no steps.csv (drawn without this run)"));
    return problems;
  }
  if (run.loss.empty() && !diverged(run)) {
    problems.push_back(join_text((run.folder / "steps.csv").string(),
                                 ": holds no finite loss (drawn without it)"));
  }
  if (run.val_loss.empty() && run.status == "done") {
    problems.push_back(join_text((run.folder / "evals.csv").string(),
                                 ": is missing or holds no finite loss (drawn without it)"));
  }
  return problems;
}

}  // namespace anneal::report
