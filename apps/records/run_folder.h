#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "apps/run/observer.h"

namespace anneal {

/// When a run's checkpoint is written: never, after the last update, or after each evaluation.
enum class Checkpoints { kNone, kAtEnd, kEachEval };

struct RunFolderOptions {
  Checkpoints checkpoints = Checkpoints::kEachEval;
};

/// The folder of one run, written as the run goes, by an observer per file:
///
///     run.toml                          everything resolved, and what it was computed with
///     steps.csv                         one row per update
///     evals.csv                         one row per evaluation
///     checkpoint.safetensors            parameters and optimizer state
///     checkpoint.previous.safetensors   the one before
///     summary.json                      how it ended
class RunFolder final : public Observer {
 public:
  /// Creates the folder. Throws std::invalid_argument, with nothing written, if it exists and is
  /// not empty, is no folder, or cannot be written to.
  explicit RunFolder(std::filesystem::path path, const RunFolderOptions& options = {});
  ~RunFolder() override;

  const std::filesystem::path& path() const { return path_; }

 private:
  void on_start(const RunConfig& config, const RunHeader& header) override;
  void on_update(const UpdateRecord& record) override;
  void on_eval(const EvalRecord& record) override;
  void on_snapshot(const Snapshot& state) override;
  void on_end(const RunResult& result) override;

  std::filesystem::path path_;
  std::vector<std::unique_ptr<Observer>> writers_;
};

/// Throws std::invalid_argument unless `path` can become an output folder: absent (with a parent
/// that can be written to) or an empty folder. Creates it, with its parents.
void make_output_folder(const std::filesystem::path& path);

}  // namespace anneal
