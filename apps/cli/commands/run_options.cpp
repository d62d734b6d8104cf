#include "apps/cli/commands/run_options.h"

#include <CLI/CLI.hpp>

#include "apps/cli/console/errors.h"
#include "apps/cli/console/numbers.h"
#include "apps/records/output_folder.h"
#include "apps/run/settings.h"
#include "core/spec/error.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

const std::vector<std::string> kTargets = {"lr", "momentum", "weight_decay"};

std::string help_of(const Setting& setting, const RunConfig& defaults) {
  const std::string value = text_of(value_of(defaults, setting));
  return setting.parameter.help + (value.empty() ? "" : " [" + value + "]");
}

}  // namespace

bool RunOptions::given(const std::string& setting) const {
  const auto text = texts.find(setting);
  const auto list = lists.find(setting);
  return (text != texts.end() && !text->second.empty()) ||
         (list != lists.end() && !list->second.empty());
}

void add_run_options(CLI::App& command, RunOptions& options, const RunConfig& defaults) {
  for (const Setting& setting : run_settings()) {
    const std::string& name = setting.parameter.name;
    if (setting.option.empty()) {
      continue;
    }
    if (std::holds_alternative<std::vector<std::string> RunConfig::*>(setting.field)) {
      add_repeated_option(command, setting.option, options.lists[name], setting.placeholder,
                          setting.parameter.help);
    } else {
      command.add_option(setting.option, options.texts[name], help_of(setting, defaults))
          ->type_name(setting.placeholder);
    }
  }
  command.add_option("--out", options.out, "Folder to write; new or empty [results/...]")
      ->type_name("DIR");
  command.add_flag("--no-figures", options.no_figures, "Do not draw; anneal report DIR does later");
  command.add_flag("--dry-run", options.dry_run,
                   "Check everything on the real data, print what would be\n"
                   "done, and stop without writing anything");
  command.add_flag("-q,--quiet", options.quiet, "Only results and errors, no progress");
}

void add_repeated_option(CLI::App& command,
                         const std::string& name,
                         std::vector<std::string>& values,
                         const std::string& type,
                         const std::string& help) {
  command.add_option(name, values, help)
      ->type_name(type)
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false);
}

ScheduleOption split_schedule_option(const std::string& text) {
  const std::size_t end =
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  const std::size_t sign = text.find_first_not_of(' ', end);
  if (end == std::string::npos || end == 0 || sign == std::string::npos || text[sign] != '=') {
    return {"lr", text};
  }
  std::string target = text.substr(0, end);
  target = target == "beta1" ? "momentum" : target;
  if (std::ranges::find(kTargets, target) == kTargets.end()) {
    const bool assigned = target.find("sched") != std::string::npos;  // scheduler = StepLR(...)
    throw UsageError(join_text(
        "--schedule: unknown hyper-parameter ", target,
        assigned ? " (write only what stands after \"=\")" : spec::did_you_mean(target, kTargets)));
  }
  return {std::move(target), text.substr(sign + 1)};
}

std::vector<std::string> take_schedules(const std::vector<std::string>& texts,
                                        std::optional<std::string>& momentum,
                                        std::optional<std::string>& weight_decay) {
  std::vector<std::string> rates;
  std::vector<std::string> targets;
  for (const std::string& text : texts) {
    ScheduleOption option = split_schedule_option(text);
    if (option.target == "lr") {
      rates.push_back(std::move(option.schedule));
      continue;
    }
    if (std::ranges::count(targets, option.target) > 0) {
      throw UsageError(join_text("--schedule: two schedules for ", option.target, " (give one)"));
    }
    (option.target == "momentum" ? momentum : weight_decay) = std::move(option.schedule);
    targets.push_back(std::move(option.target));
  }
  return rates;
}

RunConfig with_options(RunConfig config, const RunOptions& options) {
  if (options.given("epochs") && options.given("updates")) {
    throw UsageError("--epochs and --updates: both were given (a run has one length)");
  }
  if (options.given("epochs")) {
    config.updates.reset();  // of a file
    whole_number("--epochs", options.texts.at("epochs"), 1, kPartOfAnEpoch);
  }
  for (const Setting& setting : run_settings()) {
    const std::string& name = setting.parameter.name;
    if (!options.given(name)) {
      continue;
    }
    if (const auto list = options.lists.find(name); list != options.lists.end()) {
      assign(config, setting, list->second, setting.option);
    } else {
      assign_text(config, setting, options.texts.at(name), setting.option);
    }
  }
  return config;
}

void check_out(const RunOptions& options) {
  if (!options.out.empty()) {
    check_output_folder(options.out);
  }
}

std::filesystem::path output_folder(const RunOptions& options, const std::string& name) {
  return options.out.empty() ? new_output_folder("results/" + name)
                             : std::filesystem::path(options.out);
}

}  // namespace anneal::cli
