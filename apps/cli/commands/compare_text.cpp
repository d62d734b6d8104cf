#include "apps/cli/commands/compare_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <vector>

#include "apps/cli/console/text_table.h"
#include "apps/run/labels.h"
#include "apps/run/remarks.h"
#include "apps/study/verdict.h"
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
  constexpr std::size_t kLongest = 26;  // a line with a mark has at most 100 columns
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

/// Which columns of the table any arm has something for.
struct Shown {
  bool accuracy = false, averages = false, averaged_accuracy = false;
};

Shown shown_of(std::span<const SummaryRow> rows) {
  Shown shown;
  for (const SummaryRow& row : rows) {
    shown.accuracy = shown.accuracy || row.val_accuracy.has_value();
    shown.averages = shown.averages || row.avg_val_loss.has_value();
  }
  shown.averaged_accuracy = shown.averages && shown.accuracy;
  return shown;
}

std::vector<std::string> columns_of(const Shown& shown) {
  std::vector<std::string> columns = {"", ">train loss", ">val loss"};
  if (shown.accuracy) {
    columns.emplace_back(">val accuracy %");
  }
  if (shown.averages) {
    columns.emplace_back(">avg val loss");
  }
  if (shown.averaged_accuracy) {
    columns.emplace_back(">avg accuracy %");
  }
  columns.emplace_back("");
  return columns;
}

/// What is said of an arm behind its numbers.
std::string remark_of(const SummaryRow& row,
                      const ArmVerdict& verdict,
                      const std::string& same_as,
                      bool interrupted) {
  std::vector<std::string> parts;
  if (verdict.lowest_val_loss && !interrupted) {
    parts.emplace_back("lowest val_loss");
  }
  if (verdict.same_as && !interrupted) {
    parts.push_back("same as " + same_as);
  }
  if (row.diverged > 0) {
    parts.push_back(fmt::format("{} of {} diverged", row.diverged, row.runs));
  }
  if (row.guessing > 0) {
    parts.push_back(fmt::format("{}: {} of {}", kNoBetterThanGuessing, row.guessing, row.runs));
  }
  if (row.runs == 0) {
    parts.emplace_back("interrupted");
  }
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

/// What the numbers are, and how far to trust them.
std::string note_below(std::span<const SummaryRow> rows,
                       std::span<const ArmVerdict> verdicts,
                       bool interrupted,
                       int width) {
  const auto line = [width](const std::string& sentence) {
    return hanging("  " + sentence, 2, width) + "\n";
  };
  constexpr std::int64_t kFew = 5;  // seeds
  std::int64_t runs = 0;            // of the arm with the most
  bool diverged = false;
  bool marked = false;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    runs = std::max(runs, rows[k].runs);
    diverged = diverged || (rows[k].diverged > 0 && rows[k].diverged < rows[k].runs);
    marked = marked || (verdicts[k].lowest_val_loss && !interrupted);
  }
  if (runs == 0) {
    return line("no run was finished");
  }
  std::string text =
      runs == 1
          ? line("one seed, after the last update: differences may be chance")
          : line(fmt::format(
                "mean +- standard deviation over the seeds, n = {}, after the last update", runs));
  if (1 < runs && runs < kFew) {
    text += line(fmt::format("{} seeds are few: small differences may be chance", runs));
  }
  if (diverged) {
    text += line("a run that diverged is counted, and in no mean");
  }
  if (marked) {
    text += line(
        "lowest val_loss: its mean is below that of each other arm of the optimizer in which no "
        "run failed, by more than chance (95 % t interval of the differences, seed by seed)");
  }
  return text;
}

}  // namespace

std::string compare_table(std::span<const SummaryRow> rows,
                          bool interrupted,
                          const Terminal& terminal) {
  const Shown shown = shown_of(rows);
  const std::vector<ArmVerdict> verdicts = judge_arms(rows);
  TextTable table(columns_of(shown));
  std::map<std::string, std::string> labels = schedule_labels(rows);
  std::string last_optimizer;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const SummaryRow& row = rows[k];
    if (row.optimizer != last_optimizer) {
      table.heading(toned(terminal, Tone::kStrong, row.optimizer));
      last_optimizer = row.optimizer;
    }
    std::vector<std::string> cells = {"  " + labels[row.schedule], mean_sd(row.train_loss, 1, 4),
                                      mean_sd(row.val_loss, 1, 4)};
    if (shown.accuracy) {
      cells.push_back(mean_sd(row.val_accuracy, 100, 2));
    }
    if (shown.averages) {
      cells.push_back(mean_sd(row.avg_val_loss, 1, 4));
    }
    if (shown.averaged_accuracy) {
      cells.push_back(mean_sd(row.avg_val_accuracy, 100, 2));
    }
    const std::optional<std::size_t> same = verdicts[k].same_as;
    cells.push_back(
        remark_of(row, verdicts[k], same ? labels[rows[*same].schedule] : "", interrupted));
    table.add(std::move(cells));
  }
  return "\n" + table.text("  ", whole_cells(terminal)) +
         toned(terminal, Tone::kFaint, note_below(rows, verdicts, interrupted, terminal.width)) +
         "\n";
}

}  // namespace anneal::cli
