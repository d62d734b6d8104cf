#include <memory>
#include <optional>
#include <utility>

#include "apps/study/compare.h"
#include "apps/study/run_jobs.h"
#include "apps/study/summary.h"

namespace anneal {

std::vector<StudyResult> run_study(Engine& engine,
                                   const std::vector<StudyRun>& runs,
                                   const StudyOptions& options,
                                   std::stop_token stop) {
  std::vector<RunHeader> headers;
  headers.reserve(runs.size());
  for (const StudyRun& run : runs) {
    headers.push_back(engine.validate(run.config));
  }
  if (options.out) {
    make_output_folder(*options.out);
  }

  std::vector<std::optional<RunResult>> results(runs.size());
  run_jobs(runs.size(), options.jobs, stop, [&](std::size_t index, std::stop_token run_stop) {
    const StudyRun& run = runs[index];
    std::vector<std::unique_ptr<Observer>> owned;
    if (options.out) {
      owned.push_back(std::make_unique<RunFolder>(*options.out / "runs" / run.name,
                                                  RunFolderOptions{options.checkpoints}));
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
    results[index] = engine.run(run.config, observers, std::move(run_stop));
  });

  std::vector<StudyResult> finished;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (results[i]) {
      finished.push_back({.run = runs[i], .header = headers[i], .result = *results[i]});
    }
  }
  if (options.out) {
    write_summary_csv(*options.out / "summary.csv", finished);
  }
  return finished;
}

}  // namespace anneal
