#include "apps/records/run_folder.h"

#include <system_error>
#include <utility>

#include "apps/records/checkpoint_writer.h"
#include "apps/records/csv_writers.h"
#include "apps/records/output_file.h"
#include "apps/records/record_writers.h"
#include "core/check.h"

namespace anneal {

namespace fs = std::filesystem;

void make_output_folder(const fs::path& path) {
  std::error_code error;
  check(!path.empty(), "output folder: the name is empty");
  if (fs::exists(path, error)) {
    check(fs::is_directory(path, error), "output folder: ", path.string(), " is not a folder");
    const bool empty = fs::is_empty(path, error);
    check(!error, "output folder: cannot read ", path.string(), ": ", error.message());
    check(empty, "output folder: ", path.string(),
          " exists and is not empty (choose another one, or remove it first)");
  } else {
    fs::create_directories(path, error);
    check(!error, "output folder: cannot create ", path.string(), ": ", error.message());
  }

  const fs::path probe = path / ".anneal";
  try {
    OutputFile{probe};
  } catch (const std::runtime_error& failure) {
    throw std::invalid_argument(join_text("output folder: ", failure.what()));
  }
  fs::remove(probe, error);
}

RunFolder::RunFolder(fs::path path, const RunFolderOptions& options) : path_(std::move(path)) {
  make_output_folder(path_);
  writers_.push_back(std::make_unique<StepsWriter>(path_ / "steps.csv"));
  writers_.push_back(std::make_unique<EvalsWriter>(path_ / "evals.csv"));
  if (options.checkpoints != Checkpoints::kNone) {
    writers_.push_back(std::make_unique<CheckpointWriter>(
        path_ / "checkpoint.safetensors", options.checkpoints == Checkpoints::kAtEnd));
  }
  writers_.push_back(
      std::make_unique<RecordWriter>(path_));  // the summary last: it says "complete"
}

RunFolder::~RunFolder() = default;

void RunFolder::on_start(const RunConfig& config, const RunHeader& header) {
  for (const auto& writer : writers_) {
    writer->start(config, header);
  }
}

void RunFolder::on_update(const UpdateRecord& record) {
  for (const auto& writer : writers_) {
    writer->update(record);
  }
}

void RunFolder::on_eval(const EvalRecord& record) {
  for (const auto& writer : writers_) {
    writer->eval(record);
  }
}

void RunFolder::on_snapshot(const Snapshot& state) {
  for (const auto& writer : writers_) {
    writer->snapshot(state);
  }
}

void RunFolder::on_end(const RunResult& result) {
  for (const auto& writer : writers_) {
    writer->end(result);
  }
}

}  // namespace anneal
