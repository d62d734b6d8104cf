#include "apps/records/folder.h"

#include <cmath>
#include <stdexcept>
#include <string_view>
#include <toml++/toml.h>

#include "core/text.h"

namespace anneal::report {
namespace {

/// Columns `x` and `y` as samples; rows without a finite y are left out.
Samples samples_of(const Table& table, std::string_view x, std::string_view y) {
  Samples samples;
  if (!table.has(x) || !table.has(y)) {
    return samples;
  }
  const std::vector<double> xs = table.numbers(x);
  const std::vector<double> ys = table.numbers(y);
  samples.reserve(xs.size());
  for (std::size_t k = 0; k < xs.size(); ++k) {
    if (std::isfinite(xs[k]) && std::isfinite(ys[k])) {
      samples.push_back({xs[k], ys[k]});
    }
  }
  return samples;
}

/// The text under `key`, wherever in the file it stands.
std::string find_text(const toml::table& table, std::string_view key) {
  if (const auto value = table[key].value<std::string>()) {
    return *value;
  }
  for (const auto& [name, node] : table) {
    if (const toml::table* inner = node.as_table()) {
      std::string found = find_text(*inner, key);
      if (!found.empty()) {
        return found;
      }
    }
  }
  return {};
}

}  // namespace

bool is_run_folder(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder / "steps.csv");
}

bool is_study_folder(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder / "summary.csv");
}

RunData read_run(const std::filesystem::path& folder) {
  RunData run;
  const std::filesystem::path description = folder / "run.toml";
  if (std::filesystem::exists(description)) {
    try {
      const toml::table table = toml::parse_file(description.string());
      run.optimizer = find_text(table, "optimizer");
      run.schedule = find_text(table, "schedule");
    } catch (const toml::parse_error& error) {
      throw std::runtime_error(join_text(description.string(), ": line ", error.source().begin.line,
                                         ": ", std::string(error.description())));
    }
  }
  const Table steps = read_csv(folder / "steps.csv");
  run.loss = samples_of(steps, "epoch", "loss");
  run.rate = samples_of(steps, "epoch", "lr");
  if (std::filesystem::exists(folder / "evals.csv")) {
    const Table evals = read_csv(folder / "evals.csv");
    run.train_loss = samples_of(evals, "epoch", "train_loss");
    run.val_loss = samples_of(evals, "epoch", "val_loss");
    run.val_accuracy = samples_of(evals, "epoch", "val_accuracy");
  }
  return run;
}

StudyData read_study(const std::filesystem::path& folder) {
  const Table summary = read_csv(folder / "summary.csv");
  const std::size_t name = summary.index("run");
  const std::size_t optimizer = summary.index("optimizer");
  const std::size_t schedule = summary.index("schedule");
  const std::size_t status = summary.index("status");
  const std::vector<double> seeds = summary.numbers("seed");
  StudyData study;
  for (std::size_t k = 0; k < summary.rows.size(); ++k) {
    const std::vector<std::string>& row = summary.rows[k];
    const std::filesystem::path run_folder = folder / "runs" / row[name];
    RunData run = is_run_folder(run_folder) ? read_run(run_folder) : RunData{};
    run.optimizer = row[optimizer];
    run.schedule = row[schedule];
    run.status = row[status];
    run.seed = static_cast<std::uint64_t>(seeds[k]);
    study.runs.push_back(std::move(run));
  }
  return study;
}

}  // namespace anneal::report
