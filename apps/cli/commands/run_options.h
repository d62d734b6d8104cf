#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "apps/run/config.h"
#include "apps/run/precision.h"

namespace CLI {
class App;
}

namespace anneal::cli {

/// The options that train and compare share, as typed.
struct RunOptions {
  std::string data, model;
  std::vector<std::string> optimizers, schedules;
  std::string epochs, updates, batch_size, seed, eval_every;
  std::string accumulate, label_smoothing, clip, clip_value, average, precision;
  std::vector<std::string> groups;
  std::string out;
  bool quiet = false;
  bool no_figures = false;
};

/// Adds them to `command`; `defaults` are shown in the help text.
void add_run_options(CLI::App& command, RunOptions& options, const RunConfig& defaults);

/// A schedule option that may name what it is for: "momentum=cosine" or "cosine".
struct ScheduleOption {
  std::string target;  ///< "lr", "momentum" or "weight_decay"
  std::string schedule;
};

/// Throws UsageError for another hyper-parameter, with the nearest name.
ScheduleOption split_schedule_option(const std::string& text);

/// The part of a RunConfig that does not come from --optimizer and the rate's --schedule; those for
/// momentum and weight decay are taken. Throws UsageError.
RunConfig base_config(const RunOptions& options);

/// The schedules of `options` that are for the learning rate.
std::vector<std::string> rate_schedules(const RunOptions& options);

Precision chosen_precision(const RunOptions& options);

/// --out, or the first of results/NAME, results/NAME-2, ... that does not exist.
std::filesystem::path output_folder(const RunOptions& options, const std::string& name);

}  // namespace anneal::cli
