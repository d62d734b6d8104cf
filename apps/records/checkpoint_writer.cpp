#include "apps/records/checkpoint_writer.h"

#include <system_error>
#include <utility>

#include "core/storage/file.h"

namespace anneal {

CheckpointWriter::CheckpointWriter(std::filesystem::path path, bool at_end_only)
    : path_(std::move(path)), at_end_only_(at_end_only) {}

void CheckpointWriter::on_snapshot(const Snapshot& state) {
  if (at_end_only_ && !state.at_end()) {
    return;
  }
  std::filesystem::path next = path_;
  next += ".next";
  replace_file(next.string(), state.safetensors());

  std::filesystem::path previous = path_;
  previous.replace_extension(".previous" + path_.extension().string());
  std::error_code none_yet;
  std::filesystem::rename(path_, previous, none_yet);
  std::filesystem::rename(next, path_);
}

}  // namespace anneal
