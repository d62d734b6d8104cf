#include "apps/records/checkpoint.h"

#include <optional>
#include <system_error>
#include <utility>

#include "core/storage/safetensors.h"

namespace anneal {

CheckpointWriter::CheckpointWriter(std::filesystem::path path, bool at_end_only)
    : path_(std::move(path)), at_end_only_(at_end_only) {}

void CheckpointWriter::on_start(const RunHeader& header, const RunView& run) {
  at_end_only_ = at_end_only_ && header.checkpoint_every == 0;
  if (run.step() == 0) {
    on_pause(run);  // a run that diverges at once has these numbers to go back to
  }
}

void CheckpointWriter::on_pause(const RunView& run) {
  if (at_end_only_ && !run.at_end()) {
    return;
  }
  std::filesystem::path next = path_;
  next += ".next";
  save_safetensors(run.state(), next.string());

  std::filesystem::path previous = path_;
  previous.replace_extension(".previous" + path_.extension().string());
  std::error_code none_yet;
  std::filesystem::rename(path_, previous, none_yet);
  std::filesystem::rename(next, path_);
}

AverageWriter::AverageWriter(std::filesystem::path path, bool at_end_only)
    : path_(std::move(path)), at_end_only_(at_end_only) {}

void AverageWriter::on_start(const RunHeader& header, const RunView& /*run*/) {
  at_end_only_ = at_end_only_ && header.checkpoint_every == 0;
}

void AverageWriter::on_pause(const RunView& run) {
  if (at_end_only_ && !run.at_end()) {
    return;
  }
  if (const std::optional<NamedArrays> average = run.average()) {
    save_safetensors(*average, path_.string());
  }
}

InitialParametersWriter::InitialParametersWriter(std::filesystem::path path)
    : path_(std::move(path)) {}

void InitialParametersWriter::on_start(const RunHeader& /*header*/, const RunView& run) {
  save_safetensors(run.parameters(), path_.string());
}

NamedArrays read_checkpoint(const std::filesystem::path& path) {
  return load_safetensors(path.string());
}

}  // namespace anneal
