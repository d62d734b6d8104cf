#include "apps/cli/commands/run_text.h"

#include <cstdint>
#include <fmt/format.h>
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

/// A line of the header whose left column says what it is about.
std::string entry(const char* what, const std::string& text) {
  return fmt::format("{:<11}{}\n", what, text);
}

/// "0 cat, 1 dog", the first ones of many.
std::string class_list(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 20;
  std::string text;
  for (std::size_t k = 0; k < std::min(names.size(), kMost); ++k) {
    text += join_text(k > 0 ? ", " : "", k, ' ', names[k]);
  }
  return names.size() <= kMost ? text
                               : join_text(text, ", ... (all ", names.size(), " in run.toml)");
}

/// A sentence below such a line, in as many lines as it needs.
std::string explanation(const std::string& text, int width) {
  return hanging("           " + text, 13, width) + "\n";
}

std::string data_lines(const RunHeader& header, int width) {
  std::string text =
      entry("data", fmt::format("{}: {} training and {} validation samples", header.config.data,
                                header.train_samples, header.validation_samples));
  if (!header.class_names.empty()) {
    text += explanation("classes by number: " + class_list(header.class_names), width);
  }
  if (header.loss_floor) {
    text += explanation(
        fmt::format("the best possible model would have a loss of {:.4g}", *header.loss_floor),
        width);
  }
  if (header.guessing_loss) {
    text += explanation(
        fmt::format("an answer that ignores its input has a loss of {:.4g}", *header.guessing_loss),
        width);
  }
  return text;
}

std::string model_line(const RunHeader& header) {
  return entry("model", fmt::format("{}: {} parameters, {}", header.config.model, header.parameters,
                                    to_text(header.config.precision)));
}

/// What trains besides the rate: schedules of other values, groups, the average.
std::string other_lines(const RunConfig& config) {
  std::string text;
  if (config.momentum_schedule) {
    text += entry("", "momentum=" + *config.momentum_schedule);
  }
  if (config.weight_decay_schedule) {
    text += entry("", "weight_decay=" + *config.weight_decay_schedule);
  }
  for (const std::string& group : config.groups) {
    text += entry(&group == &config.groups.front() ? "groups" : "", group);
  }
  if (config.average) {
    text += entry("average", *config.average);
  }
  return text;
}

/// What a scheduled hyper-parameter will be.
std::string value_lines(const char* what, const std::optional<ScheduledValue>& value, int width) {
  return value ? explanation(
                     join_text(what, " is ", value_text(preview(value->schedule()), value->base())),
                     width)
               : "";
}

std::string length_lines(const RunHeader& header) {
  const double epochs = header.epoch_of(header.updates);
  std::string text =
      fmt::format("length     {} = {} of {}, batch {}", counted(header.updates, "update"),
                  epochs == 1 ? "1 epoch" : short_number(epochs) + " epochs",
                  header.updates_per_epoch, header.batch_size);
  if (header.config.accumulate > 1) {
    text += fmt::format(", {} batches to an update", header.config.accumulate);
  }
  return text + "\n" + log_line(header);
}

}  // namespace

std::string common_text(const RunHeader& header) {
  return model_line(header) + other_lines(header.config);
}

std::string shared_lines(const RunHeader& header, const Terminal& terminal) {
  return data_lines(header, terminal.width) + common_text(header) + length_lines(header);
}

std::string log_line(const RunHeader& header) {
  return header.log_every == 1
             ? ""
             : fmt::format("log        a row of steps.csv for every {} updates{}\n",
                           header.log_every,
                           header.config.log_every == RunConfig::kLogAuto
                               ? ", as the run is long (--log-every 1it: for each)"
                               : "");
}

std::vector<double> plotted_rates(const Run& run) {
  if (run.header().updates > kLongestPlot) {
    return {};
  }
  const ScheduledValue& lr = run.rates().lr();
  return rates_of(lr.schedule(), lr.feedback());
}

std::string header_text(const Run& run, const Terminal& terminal) {
  const RunHeader& header = run.header();
  const RunConfig& config = header.config;
  std::string text = data_lines(header, terminal.width) + model_line(header);
  text += entry("optimizer", config.optimizer);
  text += explanation(header.optimizer_formula, terminal.width);
  text += explanation("keeps " + header.optimizer_state, terminal.width);
  text += explanation("where the rate enters: " + header.rate_enters, terminal.width);
  text += entry("schedule", config.schedule) + other_lines(config);
  text += value_lines("momentum", run.rates().momentum(), terminal.width);
  text += value_lines("weight decay", run.rates().weight_decay(), terminal.width);
  text += length_lines(header);
  const std::vector<PlotLine> line = {{config.schedule, plotted_rates(run)}};
  text += piece_table(header.preview, terminal) + rate_lines(header.preview, terminal.width);
  if (!line.front().values.empty()) {
    text += text_plot(line, {.width = terminal.width,
                             .height = kPlotHeight,
                             .unicode = terminal.utf8,
                             .updates_per_epoch = static_cast<double>(header.updates_per_epoch)});
  }
  return text + note_lines(header.notes, terminal);
}

std::string result_text(const RunResult& result, const Terminal& terminal) {
  std::string text =
      toned(terminal, result.status == RunStatus::kDone ? Tone::kGood : Tone::kWarning,
            status_text(result)) +
      "\n";
  text += remark_lines(result.remarks, terminal);
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
                      duration(result.wall_seconds), rounded_count(result.updates_per_second));
  return text;
}

}  // namespace anneal::cli
