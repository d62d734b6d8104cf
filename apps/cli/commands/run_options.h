#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/run/config.h"

namespace CLI {
class App;
}

namespace anneal::cli {

/// The options that train and compare share, as typed.
struct RunOptions {
  /// Of the settings that have an option of their own (apps/run/settings.h), by the setting's name.
  std::map<std::string, std::string> texts;
  std::map<std::string, std::vector<std::string>> lists;
  std::vector<std::string> optimizers, schedules;
  std::string out;
  bool quiet = false;
  bool no_figures = false;
  bool dry_run = false;

  /// Whether the setting was given on the command line.
  bool given(const std::string& setting) const;
};

/// Adds them to `command`, one for each setting; `defaults` are shown in the help text.
void add_run_options(CLI::App& command, RunOptions& options, const RunConfig& defaults);

/// An option that may be given several times, one value each.
void add_repeated_option(CLI::App& command,
                         const std::string& name,
                         std::vector<std::string>& values,
                         const std::string& type,
                         const std::string& help);

/// A schedule option that may name what it is for: "momentum=cosine" or "cosine".
struct ScheduleOption {
  std::string target;  ///< "lr", "momentum" or "weight_decay"
  std::string schedule;
};

/// Throws UsageError for another hyper-parameter, with the nearest name.
ScheduleOption split_schedule_option(const std::string& text);

/// The schedules among `texts` for the learning rate; those for momentum and weight decay go to
/// where they belong. Throws UsageError for two of one kind.
std::vector<std::string> take_schedules(const std::vector<std::string>& texts,
                                        std::optional<std::string>& momentum,
                                        std::optional<std::string>& weight_decay);

/// What `options` say, on top of `config`, without --optimizer and --schedule.
/// Throws UsageError, std::invalid_argument.
RunConfig with_options(RunConfig config, const RunOptions& options);

/// Whether the folder of --out could be written, as far as that can be said without writing.
/// Throws std::invalid_argument.
void check_out(const RunOptions& options);

/// What is printed at the end of --dry-run.
inline constexpr const char* kDryRunText = "dry run: nothing was trained, and nothing written\n";

/// --out, or results/NAME, results/NAME-2, ...: the first that is not there, made for this process.
std::filesystem::path output_folder(const RunOptions& options, const std::string& name);

}  // namespace anneal::cli
