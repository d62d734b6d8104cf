#pragma once

#include <filesystem>

#include "apps/run/observer.h"

namespace anneal {

/// Writes the state of a run at each pause to `path`, keeping the one before beside it:
/// checkpoint.safetensors and checkpoint.previous.safetensors. Whenever the program is stopped, at
/// least one of them is whole.
class CheckpointWriter final : public Observer {
 public:
  /// With `at_end_only`, pauses before the run's last update are passed over.
  CheckpointWriter(std::filesystem::path path, bool at_end_only);

 private:
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
