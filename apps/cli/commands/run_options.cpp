#include "apps/cli/commands/run_options.h"

#include <CLI/CLI.hpp>

#include "apps/cli/console/errors.h"
#include "apps/cli/console/numbers.h"
#include "core/spec/names.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

const std::vector<std::string> kTargets = {"lr", "momentum", "weight_decay"};

void text_option(CLI::App& command,
                 const std::string& name,
                 std::string& value,
                 const char* type,
                 const std::string& help) {
  command.add_option(name, value, help)->type_name(type);
}

std::string with_default(const std::string& help, const std::string& value) {
  return help + " [" + value + "]";
}

double positive(const char* option, const std::string& text, const char* what) {
  const double value = positive_or_zero(option, text);
  if (value == 0) {
    throw UsageError(join_text(option, ": got 0 (give ", what, ", above 0)"));
  }
  return value;
}

}  // namespace

void add_run_options(CLI::App& command, RunOptions& options, const RunConfig& defaults) {
  text_option(command, "--data", options.data, "DATA",
              with_default("Data set; anneal list data", defaults.data));
  text_option(command, "--model", options.model, "MODEL",
              with_default("Model; anneal list models", defaults.model));
  text_option(
      command, "--epochs", options.epochs, "E",
      with_default("Length of a run: passes over the data", std::to_string(defaults.epochs)));
  text_option(command, "--updates", options.updates, "N", "Length of a run in updates instead");
  text_option(command, "--batch-size", options.batch_size, "B",
              with_default("Samples per update, or full", std::to_string(defaults.batch_size)));
  text_option(command, "--accumulate", options.accumulate, "K",
              "Batches per update, their gradients averaged [1]");
  text_option(command, "--seed", options.seed, "K",
              with_default("Initial weights, batches, dropout", std::to_string(defaults.seed)));
  text_option(command, "--eval-every", options.eval_every, "LENGTH",
              with_default("When to evaluate: 100it, 1ep or 10%", defaults.eval_every));
  text_option(command, "--precision", options.precision, "P", "Compute in float or double [float]");
  text_option(command, "--clip", options.clip, "NORM",
              "Scale the gradient down to this global norm");
  text_option(command, "--clip-value", options.clip_value, "V",
              "Limit every element of the gradient to [-V, V]");
  command
      .add_option("--group", options.groups,
                  "Parameters with a rate, decay or schedule of their own:\n"
                  "\"layers.0.*: lr=0.1, weight_decay=0, schedule=cosine\";\n"
                  "lr=0 freezes them; again for more groups")
      ->type_name("GROUP")
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false);
  text_option(command, "--average", options.average, "AVERAGE",
              "Judge averaged weights too: ema(decay=0.99), tail or\nlawa; anneal list averages");
  text_option(command, "--label-smoothing", options.label_smoothing, "S",
              "Share of the target spread over all classes [0]");
  text_option(command, "--out", options.out, "DIR", "Folder to write; new or empty [results/...]");
  command.add_flag("--no-figures", options.no_figures, "Do not draw; anneal report DIR does later");
  command.add_flag("-q,--quiet", options.quiet, "Only results and errors, no progress");
}

ScheduleOption split_schedule_option(const std::string& text) {
  const std::size_t end =
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  if (end == std::string::npos || end == 0 || text[end] != '=') {
    return {"lr", text};
  }
  std::string target = text.substr(0, end);
  target = target == "beta1" ? "momentum" : target;
  if (std::ranges::find(kTargets, target) == kTargets.end()) {
    throw UsageError(join_text("--schedule: unknown hyper-parameter ", target,
                               spec::did_you_mean(target, kTargets)));
  }
  return {std::move(target), text.substr(end + 1)};
}

std::vector<std::string> rate_schedules(const RunOptions& options) {
  std::vector<std::string> schedules;
  for (const std::string& text : options.schedules) {
    ScheduleOption option = split_schedule_option(text);
    if (option.target == "lr") {
      schedules.push_back(std::move(option.schedule));
    }
  }
  return schedules;
}

RunConfig base_config(const RunOptions& options) {
  RunConfig config;
  const auto take = [](std::string& field, const std::string& given) {
    if (!given.empty()) {
      field = given;
    }
  };
  take(config.data, options.data);
  take(config.model, options.model);
  take(config.eval_every, options.eval_every);
  for (const std::string& text : options.schedules) {
    ScheduleOption option = split_schedule_option(text);
    if (option.target != "lr") {
      std::optional<std::string>& field =
          option.target == "momentum" ? config.momentum_schedule : config.weight_decay_schedule;
      if (field) {
        throw UsageError(join_text("--schedule: two schedules for ", option.target, " (give one)"));
      }
      field = std::move(option.schedule);
    }
  }
  if (!options.epochs.empty() && !options.updates.empty()) {
    throw UsageError("--epochs and --updates: both were given (a run has one length)");
  }
  if (!options.epochs.empty()) {
    config.epochs = whole_number("--epochs", options.epochs, 1);
  }
  if (!options.updates.empty()) {
    config.updates = whole_number("--updates", options.updates, 1);
  }
  if (options.batch_size == "full") {
    config.batch_size = RunConfig::kFullBatch;
  } else if (!options.batch_size.empty()) {
    config.batch_size = whole_number("--batch-size", options.batch_size, 1, ", or full");
  }
  if (!options.seed.empty()) {
    config.seed = seed_number("--seed", options.seed);
  }
  if (!options.label_smoothing.empty()) {
    config.label_smoothing = positive_or_zero("--label-smoothing", options.label_smoothing);
    if (!(config.label_smoothing < 1)) {
      throw UsageError(join_text("--label-smoothing: got ", options.label_smoothing,
                                 " (give a share in [0, 1))"));
    }
  }
  if (!options.clip.empty()) {
    config.clip_norm = positive("--clip", options.clip, "the largest norm allowed");
  }
  if (!options.clip_value.empty()) {
    config.clip_value = positive("--clip-value", options.clip_value, "the largest element allowed");
  }
  if (!options.accumulate.empty()) {
    config.accumulate = whole_number("--accumulate", options.accumulate, 1);
  }
  config.groups = options.groups;
  if (!options.average.empty()) {
    config.average = options.average;
  }
  return config;
}

Precision chosen_precision(const RunOptions& options) {
  return options.precision.empty() ? Precision::kFloat : parse_precision(options.precision);
}

std::filesystem::path output_folder(const RunOptions& options, const std::string& name) {
  if (!options.out.empty()) {
    return options.out;
  }
  std::filesystem::path folder = "results/" + name;
  for (int k = 2; std::filesystem::exists(folder); ++k) {
    folder = join_text("results/", name, "-", k);
  }
  return folder;
}

}  // namespace anneal::cli
