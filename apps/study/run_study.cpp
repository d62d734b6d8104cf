#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "apps/records/study_folder.h"
#include "apps/study/compare.h"
#include "apps/study/run_jobs.h"
#include "apps/study/summary.h"

namespace anneal {

namespace {

Arms arms_of(const std::vector<StudyRun>& runs) {
  Arms arms;
  const auto add = [](std::vector<std::string>& texts, const std::string& text) {
    if (std::ranges::count(texts, text) == 0) {
      texts.push_back(text);
    }
  };
  for (const StudyRun& run : runs) {
    add(arms.optimizers, run.optimizer);
    add(arms.schedules, run.schedule);
  }
  arms.first_seed = runs.front().seed;
  arms.seeds = std::ssize(runs) / (std::ssize(arms.optimizers) * std::ssize(arms.schedules));
  return arms;
}

}  // namespace

PreparedStudy prepare_study(Engine& engine, std::vector<StudyRun> runs) {
  PreparedStudy study{.runs = std::move(runs), .prepared = {}};
  for (const StudyRun& run : study.runs) {
    study.prepared.push_back(engine.prepare(run.config));
  }
  return study;
}

std::vector<StudyResult> run_study(const PreparedStudy& study,
                                   const StudyOptions& options,
                                   std::stop_token stop) {
  const std::vector<StudyRun>& runs = study.runs;
  if (options.out) {
    std::filesystem::create_directories(*options.out);
    write_compare_toml(*options.out / "compare.toml", study.prepared.front()->header(),
                       arms_of(runs), options.folder.command);
  }

  std::vector<std::optional<RunResult>> results(runs.size());
  std::mutex mutex;  // of `results`
  const auto finished = [&] {
    std::vector<StudyResult> list;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (results[i]) {
        list.push_back(
            {.run = runs[i], .header = study.prepared[i]->header(), .result = *results[i]});
      }
    }
    return list;
  };
  // After every run, so that a study that is killed loses only the runs that it was busy with.
  const auto write_finished = [&] {
    if (options.out) {
      write_summary(*options.out, finished());
    }
  };
  run_jobs(runs.size(), options.jobs, stop, [&](std::size_t index, std::stop_token run_stop) {
    const StudyRun& run = runs[index];
    std::vector<std::unique_ptr<Observer>> owned;
    if (options.out) {
      owned.push_back(
          std::make_unique<RunFolder>(*options.out / "runs" / run.name, options.folder));
    }
    if (options.watch) {
      if (auto watcher = options.watch(index, run)) {
        owned.push_back(std::move(watcher));
      }
    }
    std::vector<Observer*> observers;
    for (const auto& observer : owned) {
      observers.push_back(observer.get());
    }
    RunResult result = study.prepared[index]->train(observers, run_stop);
    const std::lock_guard lock(mutex);
    results[index] = std::move(result);
    write_finished();
  });
  write_finished();  // of a study that was interrupted before its first run, too
  return finished();
}

}  // namespace anneal
