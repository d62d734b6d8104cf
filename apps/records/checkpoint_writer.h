#pragma once

#include <filesystem>

#include "apps/run/observer.h"

namespace anneal {

/// Writes each snapshot to `path`, keeping the one before beside it: checkpoint.safetensors and
/// checkpoint.previous.safetensors. Whenever the program is stopped, at least one of them is whole.
class CheckpointWriter final : public Observer {
 public:
  /// With `at_end_only`, snapshots before the run's last update are passed over.
  CheckpointWriter(std::filesystem::path path, bool at_end_only);

 private:
  void on_snapshot(const Snapshot& state) override;

  std::filesystem::path path_;
  bool at_end_only_;
};

}  // namespace anneal
