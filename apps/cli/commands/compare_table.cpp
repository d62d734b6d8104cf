#include "apps/cli/commands/compare_table.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <optional>

#include "apps/cli/console/text_table.h"
#include "apps/run/labels.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

/// "0.3213 +- 0.0042".
std::string mean_sd(const std::optional<MeanSd>& value, double scale, int decimals) {
  if (!value) {
    return "-";
  }
  const double mean = scale * value->mean;
  decimals = std::abs(mean) < 1000 ? decimals : 0;
  return value->sd ? fmt::format("{:.{}f} +- {:.{}f}", mean, decimals, scale * *value->sd, decimals)
                   : fmt::format("{:.{}f}", mean, decimals);
}

/// The schedules as they are written, or without their arguments where that is too long for a
/// table and still tells them apart.
std::map<std::string, std::string> schedule_labels(std::span<const SummaryRow> rows) {
  constexpr std::size_t kLongest = 28;
  std::vector<std::string> schedules;
  for (const SummaryRow& row : rows) {
    if (std::ranges::find(schedules, row.schedule) == schedules.end()) {
      schedules.push_back(row.schedule);
    }
  }
  const std::vector<std::string> short_names = short_labels(schedules);
  std::map<std::string, std::string> labels;
  for (std::size_t k = 0; k < schedules.size(); ++k) {
    std::string label = schedules[k].size() <= kLongest ? schedules[k] : short_names[k];
    label = shortened(label, kLongest);
    const bool taken =
        std::ranges::any_of(labels, [&](const auto& other) { return other.second == label; });
    labels[schedules[k]] = taken ? join_text(label, " [", k + 1, "]") : label;
  }
  return labels;
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
  bool finished = false;
  bool averaged = false;
  for (const SummaryRow& row : rows) {
    if (const auto value = merit(row)) {
      const auto [entry, added] = best.emplace(row.optimizer, *value);
      entry->second = std::max(entry->second, *value);
    }
    accuracy = accuracy || row.val_accuracy.has_value();
    several = several || row.runs > 1;
    finished = finished || row.runs > 0;
    averaged = averaged || row.avg_val_loss.has_value();
  }
  std::vector<std::string> columns = {"", ">train loss", ">val loss"};
  if (accuracy) {
    columns.emplace_back(">val accuracy %");
  }
  if (averaged) {
    columns.emplace_back(">avg val loss");
  }
  if (averaged && accuracy) {
    columns.emplace_back(">avg accuracy %");
  }
  columns.emplace_back("");
  TextTable table(columns);
  std::map<std::string, std::string> labels = schedule_labels(rows);
  std::string last_optimizer;
  for (const SummaryRow& row : rows) {
    if (row.optimizer != last_optimizer) {
      table.heading(toned(terminal, Tone::kStrong, row.optimizer));
      last_optimizer = row.optimizer;
    }
    std::vector<std::string> cells = {"  " + labels[row.schedule], mean_sd(row.train_loss, 1, 4),
                                      mean_sd(row.val_loss, 1, 4)};
    if (accuracy) {
      cells.push_back(mean_sd(row.val_accuracy, 100, 2));
    }
    if (averaged) {
      cells.push_back(mean_sd(row.avg_val_loss, 1, 4));
    }
    if (averaged && accuracy) {
      cells.push_back(mean_sd(row.avg_val_accuracy, 100, 2));
    }
    const auto value = merit(row);
    std::string remark = value && best.at(row.optimizer) == *value ? "* best" : "";
    if (row.diverged > 0) {
      remark +=
          fmt::format("{}{} of {} diverged", remark.empty() ? "" : ", ", row.diverged, row.runs);
    }
    if (row.runs == 0) {
      remark = "interrupted";
    }
    cells.push_back(std::move(remark));
    table.add(std::move(cells));
  }
  const std::string note =
      !finished ? "  no run was finished\n"
      : several ? "  mean +- standard deviation over the seeds, after the last update\n"
                : "  one seed, after the last update: differences may be chance\n";
  return "\n" + table.text() + toned(terminal, Tone::kFaint, note) + "\n";
}

}  // namespace anneal::cli
