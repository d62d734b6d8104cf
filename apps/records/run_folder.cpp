#include "apps/records/run_folder.h"

#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "apps/records/checkpoint.h"
#include "apps/records/output_folder.h"
#include "apps/records/summary.h"
#include "core/check.h"
#include "core/storage/file.h"

namespace anneal {

namespace fs = std::filesystem;

namespace {

/// What stands in a row of steps.csv: an update, or the last one of a block with the losses of all.
struct StepsRow {
  UpdateRecord last;
  double loss = 0;  // mean
  double loss_min = 0, loss_max = 0;
};

/// The columns of steps.csv: what every run has, then what only some have.
Columns<StepsRow> step_columns(const RunHeader& header) {
  using R = StepsRow;
  Columns<R> columns = {{"step", [](const R& r) { return r.last.step; }},
                        {"epoch", [](const R& r) { return r.last.epoch; }},
                        {"lr", [](const R& r) { return r.last.lr; }},
                        {"loss", [](const R& r) { return r.loss; }},
                        {"grad_norm", [](const R& r) { return r.last.grad_norm; }}};
  if (header.log_every > 1) {
    columns.emplace_back("loss_min", [](const R& r) { return r.loss_min; });
    columns.emplace_back("loss_max", [](const R& r) { return r.loss_max; });
  }
  if (header.config.momentum_schedule) {
    columns.emplace_back("momentum", [](const R& r) { return r.last.momentum; });
  }
  if (header.config.weight_decay_schedule) {
    columns.emplace_back("weight_decay", [](const R& r) { return r.last.weight_decay; });
  }
  for (std::size_t i = 0; i < header.extra_columns.size(); ++i) {
    columns.emplace_back(header.extra_columns[i], [i](const R& r) { return r.last.extra.at(i); });
  }
  return columns;
}

/// The columns of evals.csv. What there is not is an empty field: the accuracy of a regression, an
/// average that has not begun.
Columns<EvalRecord> eval_columns(const RunHeader& header) {
  using R = EvalRecord;
  Columns<R> columns = {{"step", [](const R& r) { return r.step; }},
                        {"epoch", [](const R& r) { return r.epoch; }},
                        {"lr", [](const R& r) { return r.lr; }},
                        {"train_loss", [](const R& r) { return r.train_loss; }},
                        {"val_loss", [](const R& r) { return r.val_loss; }},
                        {"val_accuracy", [](const R& r) { return r.val_accuracy; }}};
  if (header.has_average()) {
    const auto of_average = [](auto member) {
      return [member](const R& r) {
        return r.average ? csv_cell_of((*r.average).*member) : std::string();
      };
    };
    columns.emplace_back("avg_train_loss", of_average(&AverageEval::train_loss));
    columns.emplace_back("avg_val_loss", of_average(&AverageEval::val_loss));
    columns.emplace_back("avg_val_accuracy", of_average(&AverageEval::val_accuracy));
  }
  return columns;
}

/// steps.csv: one row per block of `log_every` updates, up to date after each evaluation and with
/// each checkpoint.
class StepsWriter final : public Observer {
 public:
  explicit StepsWriter(const fs::path& path) : file_(path.string()) {}

 private:
  void on_start(const RunHeader& header, const RunView& /*run*/) override {
    columns_ = step_columns(header);
    log_every_ = header.log_every;
    file_.write(csv_header(columns_));
    file_.flush();
  }
  void on_update(const UpdateRecord& record) override {
    row_.loss_min = in_block_ == 0 ? record.loss : std::min(row_.loss_min, record.loss);
    row_.loss_max = in_block_ == 0 ? record.loss : std::max(row_.loss_max, record.loss);
    sum_ = in_block_ == 0 ? record.loss : sum_ + record.loss;
    row_.last = record;
    ++in_block_;
    if ((record.step + 1) % log_every_ == 0) {
      write_row();
    }
  }
  void on_eval(const EvalRecord& /*record*/) override { file_.flush(); }
  void on_pause(const RunView& /*run*/) override { file_.flush(); }
  void on_end(const RunResult& /*result*/) override {
    write_row();
    file_.close();
  }

  void write_row() {
    if (in_block_ > 0) {
      row_.loss = sum_ / static_cast<double>(in_block_);
      file_.write(csv_line(columns_, row_));
      in_block_ = 0;
    }
  }

  OutputFile file_;
  Columns<StepsRow> columns_;
  std::int64_t log_every_ = 1;
  std::int64_t in_block_ = 0;  // updates since the last row
  double sum_ = 0;             // of their losses
  StepsRow row_;
};

/// evals.csv: one row per evaluation, at once.
class EvalsWriter final : public Observer {
 public:
  explicit EvalsWriter(const fs::path& path) : file_(path.string()) {}

 private:
  void on_start(const RunHeader& header, const RunView& /*run*/) override {
    columns_ = eval_columns(header);
    file_.write(csv_header(columns_));
    file_.flush();
  }
  void on_eval(const EvalRecord& record) override {
    file_.write(csv_line(columns_, record));
    file_.flush();
  }
  void on_end(const RunResult& /*result*/) override { file_.close(); }

  OutputFile file_;
  Columns<EvalRecord> columns_;
};

/// run.toml when the run starts, and summary.json when it ends.
class RecordWriter final : public Observer {
 public:
  RecordWriter(fs::path folder, std::vector<std::string> command)
      : folder_(std::move(folder)), command_(std::move(command)) {}

 private:
  void on_start(const RunHeader& header, const RunView& /*run*/) override {
    header_ = header;
    replace_file((folder_ / "run.toml").string(), run_toml(header, command_));
  }
  void on_end(const RunResult& result) override {
    replace_file((folder_ / "summary.json").string(), summary_json(header_, result));
  }

  fs::path folder_;
  std::vector<std::string> command_;
  RunHeader header_;
};

}  // namespace

RunFolder::RunFolder(fs::path path, const RunFolderOptions& options) : path_(std::move(path)) {
  claim_output_folder(path_);
  writers_.push_back(std::make_unique<StepsWriter>(path_ / "steps.csv"));
  writers_.push_back(std::make_unique<EvalsWriter>(path_ / "evals.csv"));
  if (options.checkpoints != Checkpoints::kNone) {
    const bool at_end_only = options.checkpoints == Checkpoints::kAtEnd;
    writers_.push_back(
        std::make_unique<CheckpointWriter>(path_ / "checkpoint.safetensors", at_end_only));
    writers_.push_back(std::make_unique<AverageWriter>(path_ / "average.safetensors", at_end_only));
  }
  // the summary last: it says "complete"
  writers_.push_back(std::make_unique<RecordWriter>(path_, options.command));
}

RunFolder::~RunFolder() = default;

void RunFolder::on_start(const RunHeader& header, const RunView& run) {
  for (const auto& writer : writers_) {
    writer->start(header, run);
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

void RunFolder::on_pause(const RunView& run) {
  for (const auto& writer : writers_) {
    writer->pause(run);
  }
}

void RunFolder::on_end(const RunResult& result) {
  for (const auto& writer : writers_) {
    writer->end(result);
  }
}

bool is_run_folder(const fs::path& folder) {
  return fs::exists(folder / "steps.csv");
}

namespace {

/// The columns of steps.csv that not every run has, and the length of an epoch, which the last line
/// tells if run.toml does not.
void read_rest(const NumberColumns& steps, RunData& run) {
  for (const auto& [column, numbers] : steps) {
    if (column != "step" && column != "epoch" && column != "lr" && column != "loss" &&
        column != "grad_norm" && column != "loss_min" && column != "loss_max") {
      run.extra.push_back({column, samples_of(steps, "epoch", column)});
    }
  }
  const Samples clock = samples_of(steps, "epoch", "step");
  // A row's step is that of the last update that it stands for.
  if (!clock.empty() && clock.front().y >= 0 && clock.front().y < 1e15) {
    run.updates_per_row = static_cast<std::int64_t>(clock.front().y) + 1;
  }
  if (run.recorded && run.recorded->updates_per_epoch > 0) {
    run.updates_per_epoch = static_cast<double>(run.recorded->updates_per_epoch);
  } else if (!clock.empty() && clock.back().x > 0) {
    run.updates_per_epoch = clock.back().y / clock.back().x;
  }
}

}  // namespace

RunData read_run(const fs::path& folder) {
  RunData run;
  run.folder = folder;
  if (fs::exists(folder / "run.toml")) {
    run.recorded = read_run_toml(folder / "run.toml");
    run.optimizer = run.recorded->config.optimizer;
    run.schedule = run.recorded->config.schedule;
    run.seed = run.recorded->config.seed;
  }
  if (fs::exists(folder / "summary.json")) {
    const RunEnd end = read_summary(folder / "summary.json");
    run.status = end.status;
    run.remarks = end.remarks;
  }
  const NumberColumns steps = read_columns(folder / "steps.csv");
  run.loss = samples_of(steps, "epoch", "loss");
  run.rate = samples_of(steps, "epoch", "lr");
  run.loss_min = samples_of(steps, "epoch", "loss_min");
  run.loss_max = samples_of(steps, "epoch", "loss_max");
  read_rest(steps, run);
  if (fs::exists(folder / "evals.csv")) {
    const CsvTable evals = read_csv(folder / "evals.csv");
    run.train_loss = samples_of(evals, "epoch", "train_loss");
    run.val_loss = samples_of(evals, "epoch", "val_loss");
    run.val_accuracy = samples_of(evals, "epoch", "val_accuracy");
    run.avg_val_loss = samples_of(evals, "epoch", "avg_val_loss");
    run.avg_val_accuracy = samples_of(evals, "epoch", "avg_val_accuracy");
  }
  return run;
}

}  // namespace anneal
