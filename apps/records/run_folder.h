#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/records/csv.h"
#include "apps/records/run_toml.h"
#include "apps/run/observer.h"

namespace anneal {

/// When a run's checkpoint is written, unless the run itself says how often: never, after the last
/// update, or after each evaluation.
enum class Checkpoints { kNone, kAtEnd, kEachEval };

struct RunFolderOptions {
  Checkpoints checkpoints = Checkpoints::kEachEval;
  std::vector<std::string> command = {};  ///< the words of the command line, for run.toml
};

/// The folder of one run, written as the run goes, by an observer per file:
///
///     run.toml                          everything resolved, and what it was computed with
///     .anneal                           whose folder it is
///     steps.csv                         one row per update, or per `log_every` updates
///     evals.csv                         one row per evaluation
///     checkpoint.safetensors            all that the next updates depend on
///     checkpoint.previous.safetensors   the one before
///     average.safetensors               the averaged weights, as a model by themselves
///     summary.json                      how it ended
class RunFolder final : public Observer {
 public:
  /// Creates the folder and claims it (output_folder.h). Throws std::invalid_argument, with nothing
  /// written, if it exists and is not empty, is no folder, or cannot be written to.
  explicit RunFolder(std::filesystem::path path, const RunFolderOptions& options = {});
  ~RunFolder() override;

  const std::filesystem::path& path() const { return path_; }

 private:
  void on_start(const RunHeader& header, const RunView& run) override;
  void on_update(const UpdateRecord& record) override;
  void on_eval(const EvalRecord& record) override;
  void on_pause(const RunView& run) override;
  void on_end(const RunResult& result) override;

  std::filesystem::path path_;
  std::vector<std::unique_ptr<Observer>> writers_;
};

/// A column that only some runs have: "momentum", "lr:layers.0.*".
struct NamedSamples {
  std::string name;
  Samples samples;
};

/// What a run left on disk, as curves. What is not there is empty.
struct RunData {
  std::filesystem::path folder;
  std::optional<RecordedRun> recorded;  ///< what its run.toml says
  std::string optimizer;
  std::string schedule;
  std::string status;  ///< "done", "diverged ...", "interrupted"; empty if nothing says it
  std::vector<std::string> remarks;  ///< what its numbers mean, a sentence each
  std::string remark;  ///< "no better than guessing", or nothing; of a comparison's runs
  std::uint64_t seed = 0;
  double updates_per_epoch = 0;  ///< 0: not known
  Samples loss;                  ///< epoch and training loss of each row of steps.csv
  Samples loss_min, loss_max;    ///< its bounds where a row is of several updates; else empty
  Samples rate;                  ///< epoch and rate of each row
  std::int64_t updates_per_row = 1;
  std::vector<NamedSamples> extra;             ///< other columns of steps.csv: momentum, ...
  Samples train_loss, val_loss, val_accuracy;  ///< epoch and value of each evaluation
  Samples avg_val_loss, avg_val_accuracy;      ///< the same of the averaged weights
};

/// True if `folder` holds a run: its steps.csv is there.
bool is_run_folder(const std::filesystem::path& folder);

/// Reads run.toml, steps.csv, evals.csv and of summary.json the status; what is missing is left
/// empty, but steps.csv must be there. Throws std::runtime_error if a file cannot be read or is not
/// what it should be.
RunData read_run(const std::filesystem::path& folder);

}  // namespace anneal
