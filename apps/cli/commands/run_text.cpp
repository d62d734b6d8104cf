#include "apps/cli/commands/run_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <vector>

#include "apps/cli/commands/preview_text.h"
#include "apps/cli/console/numbers.h"
#include "apps/cli/console/text_plot.h"
#include "apps/cli/console/text_table.h"
#include "apps/run/labels.h"
#include "apps/run/settings.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

constexpr int kPlotHeight = 7;
constexpr std::int64_t kLongestPlot = 2'000'000;  // updates

std::string eval_text(const EvalRecord& eval) {
  std::string text = fmt::format("train_loss {}, val_loss {}", short_number(eval.train_loss),
                                 short_number(eval.val_loss));
  if (eval.val_accuracy) {
    text += fmt::format(", val_accuracy {:.2f} %", 100 * *eval.val_accuracy);
  }
  return text;
}

std::string average_text(const AverageEval& average) {
  return eval_text({.train_loss = average.train_loss,
                    .val_loss = average.val_loss,
                    .val_accuracy = average.val_accuracy});
}

/// The rates that will train, as if a metric always improved; none for a run so long that this
/// would take a while.
std::vector<double> plotted_rates(const Run& run) {
  if (run.header().updates > kLongestPlot) {
    return {};
  }
  const ScheduledValue& lr = run.rates().lr();
  return rates_of(lr.schedule(), lr.feedback());
}

/// A line of the header whose left column says what it is about.
std::string entry(const char* what, const std::string& text) {
  return fmt::format("{:<11}{}\n", what, text);
}

/// A sentence below such a line, in as many lines as it needs.
std::string explanation(const std::string& text) {
  constexpr std::size_t kWidth = 66;  // 80 columns with the indent
  std::string indented = "           ";
  for (const char c : wrap(text, kWidth)) {
    indented += c == '\n' ? "\n             " : std::string(1, c);
  }
  return indented + "\n";
}

/// What a scheduled hyper-parameter will be.
std::string scheduled_value(const std::optional<ScheduledValue>& value) {
  return value ? explanation(value_text(preview(value->schedule()), value->base())) : "";
}

}  // namespace

std::string header_text(const Run& run, const Terminal& terminal) {
  const RunHeader& header = run.header();
  const RunConfig& config = header.config;
  std::string text;
  text += fmt::format("data       {}: {} training and {} validation samples\n", config.data,
                      header.train_samples, header.validation_samples);
  if (header.loss_floor) {
    text += fmt::format("           the best possible model would have a loss of {:.4g}\n",
                        *header.loss_floor);
  }
  text += fmt::format("model      {}: {} parameters, {}\n", config.model, header.parameters,
                      to_text(config.precision));
  text += entry("optimizer", config.optimizer);
  text += explanation(header.optimizer_formula);
  text += explanation("keeps " + header.optimizer_state);
  text += explanation("where the rate enters: " + header.rate_enters);
  text += entry("schedule", config.schedule);
  if (config.momentum_schedule) {
    text += fmt::format("           momentum={}\n", *config.momentum_schedule);
    text += scheduled_value(run.rates().momentum());
  }
  if (config.weight_decay_schedule) {
    text += fmt::format("           weight_decay={}\n", *config.weight_decay_schedule);
    text += scheduled_value(run.rates().weight_decay());
  }
  for (const std::string& group : config.groups) {
    text += entry(&group == &config.groups.front() ? "groups" : "", group);
  }
  if (config.average) {
    text += entry("average", *config.average);
  }
  text += fmt::format(
      "length     {} = {:.4g} epochs of {}, batch {}", counted(header.updates, "update"),
      static_cast<double>(header.updates) / static_cast<double>(header.updates_per_epoch),
      header.updates_per_epoch, header.batch_size);
  text +=
      config.accumulate > 1 ? fmt::format(", {} batches to an update\n", config.accumulate) : "\n";
  const std::vector<PlotLine> line = {{config.schedule, plotted_rates(run)}};
  text += piece_table(header.preview) + rate_lines(header.preview);
  if (!line.front().values.empty()) {
    text += text_plot(line, {.width = 80,
                             .height = kPlotHeight,
                             .unicode = terminal.utf8,
                             .updates_per_epoch = static_cast<double>(header.updates_per_epoch)});
  }
  return text + warning_lines(header.warnings, terminal);
}

std::string result_text(const RunResult& result, const Terminal& terminal) {
  std::string text =
      toned(terminal, result.status == RunStatus::kDone ? Tone::kGood : Tone::kWarning,
            status_text(result)) +
      "\n";
  if (result.status != RunStatus::kDone && result.last_loss) {
    text += fmt::format("  last good loss {}\n", short_number(*result.last_loss));
  }
  if (const auto last = result.final_eval()) {
    text += fmt::format("  after update {}: {}\n", last->step, eval_text(*last));
    if (last->average) {
      text += fmt::format("  weight average: {}\n", average_text(*last->average));
    }
  }
  if (const auto best = result.best_eval();
      best && result.final_eval() && best->step != result.final_eval()->step) {
    text += fmt::format("  best val_loss, after update {}: {}\n", best->step, eval_text(*best));
  }
  text += fmt::format("  {} in {}, {} updates per second\n", counted(result.updates, "update"),
                      duration(result.wall_seconds), short_number(result.updates_per_second));
  return text;
}

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
