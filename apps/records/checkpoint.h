#pragma once

#include <filesystem>

#include "apps/run/observer.h"

namespace anneal {

/// Writes the state of a run to `path`, before its first update and at each pause, keeping the one
/// before beside it: checkpoint.safetensors and checkpoint.previous.safetensors. Whenever the
/// program is stopped, at least one of them is whole. A run that diverges leaves its last finite
/// state.
class CheckpointWriter final : public Observer {
 public:
  /// With `at_end_only`, what is before the run's last update is passed over, unless the run itself
  /// says how often its state is kept.
  CheckpointWriter(std::filesystem::path path, bool at_end_only);

 private:
  void on_start(const RunHeader& header, const RunView& run) override;
  void on_pause(const RunView& run) override;

  std::filesystem::path path_;
  bool at_end_only_;
};

/// Writes the averaged weights of a run, with the buffers that belong to them, to `path` at each
/// pause, once there are any: a model by itself, for `--init` and for other programs.
class AverageWriter final : public Observer {
 public:
  /// As for CheckpointWriter.
  AverageWriter(std::filesystem::path path, bool at_end_only);

 private:
  void on_start(const RunHeader& header, const RunView& run) override;
  void on_pause(const RunView& run) override;

  std::filesystem::path path_;
  bool at_end_only_;
};

/// Writes the initial parameters and buffers to `path` when the run starts.
class InitialParametersWriter final : public Observer {
 public:
  explicit InitialParametersWriter(std::filesystem::path path);

 private:
  void on_start(const RunHeader& header, const RunView& run) override;

  std::filesystem::path path_;
};

/// The state in a checkpoint, for Run::train(), or the parameters in any other safetensors file.
/// Throws std::runtime_error naming the file for one that cannot be read or is damaged.
NamedArrays read_checkpoint(const std::filesystem::path& path);

}  // namespace anneal
