#include "apps/cli/compare_table.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <optional>

#include "apps/cli/text_table.h"

namespace anneal::cli {
namespace {

/// "0.3213 +- 0.0042", with as many decimals as the deviation justifies.
std::string mean_sd(const std::optional<MeanSd>& value, double scale) {
  if (!value) {
    return "-";
  }
  const double mean = scale * value->mean;
  if (!value->sd) {
    return fmt::format("{:.4g}", mean);
  }
  const double sd = scale * *value->sd;
  const int digits = sd > 0 ? 1 - static_cast<int>(std::floor(std::log10(sd))) : 4;
  const int decimals = std::clamp(digits, 0, 4);
  return fmt::format("{:.{}f} +- {:.{}f}", mean, decimals, sd, decimals);
}

/// What the best arm is judged by: accuracy where there is one, else validation loss; larger is
/// better.
std::optional<double> merit(const SummaryRow& row) {
  if (row.diverged == row.runs) {
    return std::nullopt;
  }
  if (row.val_accuracy) {
    return row.val_accuracy->mean;
  }
  return row.val_loss ? std::optional(-row.val_loss->mean) : std::nullopt;
}

}  // namespace

std::string compare_table(std::span<const SummaryRow> rows, const Terminal& terminal) {
  std::map<std::string, double> best;
  bool accuracy = false;
  bool several = false;
  for (const SummaryRow& row : rows) {
    if (const auto value = merit(row)) {
      const auto [entry, added] = best.emplace(row.optimizer, *value);
      entry->second = std::max(entry->second, *value);
    }
    accuracy = accuracy || row.val_accuracy.has_value();
    several = several || row.runs > 1;
  }
  std::vector<std::string> columns = {"optimizer", "schedule", ">train loss", ">val loss"};
  if (accuracy) {
    columns.emplace_back(">val accuracy %");
  }
  columns.emplace_back("");
  TextTable table(columns);
  std::string last_optimizer;
  for (const SummaryRow& row : rows) {
    std::vector<std::string> cells = {row.optimizer == last_optimizer ? "" : row.optimizer,
                                      row.schedule, mean_sd(row.train_loss, 1),
                                      mean_sd(row.val_loss, 1)};
    if (accuracy) {
      cells.push_back(mean_sd(row.val_accuracy, 100));
    }
    const auto value = merit(row);
    std::string remark = value && best.at(row.optimizer) == *value ? "* best" : "";
    if (row.diverged > 0) {
      remark +=
          fmt::format("{}{} of {} diverged", remark.empty() ? "" : ", ", row.diverged, row.runs);
    }
    cells.push_back(std::move(remark));
    table.add(std::move(cells));
    last_optimizer = row.optimizer;
  }
  const std::string note =
      several ? "  mean +- standard deviation over the seeds, after the last update\n"
              : "  one seed, after the last update: differences may be chance\n";
  return "\n" + table.text() + toned(terminal, Tone::kFaint, note) + "\n";
}

}  // namespace anneal::cli
