#include "apps/training/plain/run_checks.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>

#include "core/check.h"
#include "core/spec/names.h"
#include "core/spec/parse.h"
#include "core/text.h"
#include "schedulers/dialects/dialects.h"
#include "schedulers/lengths.h"
#include "schedulers/schedule.h"

namespace anneal {

void check_settings(const RunConfig& config) {
  check(config.epochs >= 1, "epochs: must be at least 1, got ", config.epochs);
  check(!config.updates || *config.updates >= 1, "updates: must be at least 1, got ",
        config.updates.value_or(0));
  check(config.batch_size >= 1 || config.batch_size == RunConfig::kFullBatch,
        "batch size: must be at least 1, got ", config.batch_size);
  check(config.seed <= std::uint64_t{std::numeric_limits<std::int64_t>::max()},
        "seed: must be below 2^63, got ", config.seed);
  check(0.0 <= config.label_smoothing && config.label_smoothing < 1.0,
        "label smoothing: must be in [0, 1), got ", config.label_smoothing);
  check(!config.clip_norm || *config.clip_norm > 0.0, "clip norm: must be > 0, got ",
        config.clip_norm.value_or(0.0));
  check(!config.clip_value || *config.clip_value > 0.0, "clip value: must be > 0, got ",
        config.clip_value.value_or(0.0));
  check(config.accumulate >= 1, "accumulate: must be at least 1 batch per update, got ",
        config.accumulate);
  if (config.save_init) {
    const std::filesystem::path folder = std::filesystem::absolute(*config.save_init).parent_path();
    check(std::filesystem::is_directory(folder), "save-init: there is no folder ", folder.string());
  }
}

void check_schedules(const RunConfig& config) {
  for (const std::optional<std::string>& text :
       {std::optional(config.schedule), config.momentum_schedule, config.weight_decay_schedule}) {
    if (text) {
      static_cast<void>(parse_schedule(*text, dialect_catalogue()));
    }
  }
}

std::vector<GroupConfig> parse_groups(const RunConfig& config) {
  std::vector<GroupConfig> groups;
  for (const std::string& text : config.groups) {
    groups.push_back(parse_group(text));
    const std::string& pattern = groups.back().pattern;
    check(std::ranges::count(groups, pattern, &GroupConfig::pattern) == 1, "group ", pattern,
          ": is given twice (put all settings into one)");
  }
  return groups;
}

std::int64_t total_updates(const RunConfig& config, std::int64_t updates_per_epoch) {
  if (config.updates) {
    return *config.updates;
  }
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  check(config.epochs <= kMost / updates_per_epoch, "epochs: ", config.epochs, " of ",
        updates_per_epoch, " updates are too many to count");
  return config.epochs * updates_per_epoch;
}

std::int64_t updates_between_evals(const RunConfig& config, const RunHeader& header) {
  const spec::Expr length = spec::parse(config.eval_every);
  const spec::Unit unit = length.is_number() ? length.number.unit : spec::Unit::kNone;
  check(unit == spec::Unit::kUpdates || unit == spec::Unit::kEpochs || unit == spec::Unit::kPercent,
        "eval every: ", config.eval_every, " what? write ",
        to_text(length.is_number() ? length.number.value : 100.0),
        "it (updates), 1ep (epochs) or 10% (of the run)");
  const double updates = exact_updates(
      length.number,
      {.updates_per_epoch = Steps(header.updates_per_epoch), .total = Steps(header.updates)});
  check(updates >= 0.5, "eval every: ", config.eval_every,
        " is less than one update (lengthen it)");
  return std::min(rounded(updates), header.updates);
}

RunPlan plan_of(const RunHeader& header) {
  const std::int64_t evaluations =
      (header.updates + header.eval_every - 1) / header.eval_every;  // one after the last update
  return {.updates_per_epoch = Steps(header.updates_per_epoch),
          .total = Steps(header.updates),
          .evaluations = Evaluations(evaluations),
          .base = LearningRate(header.base_lr)};
}

void check_metrics(const RunRates& rates, bool classification) {
  std::vector<std::string> known = {"train_loss", "val_loss"};
  if (classification) {
    known.emplace_back("val_accuracy");
  }
  const auto check_one = [&](const ScheduledValue& value) {
    for (const std::string& metric : value.schedule().metrics()) {
      check(std::ranges::count(known, metric) > 0, "schedule: unknown metric ", metric,
            spec::did_you_mean(metric, known));
    }
  };
  check_one(rates.lr());
  for (const std::optional<ScheduledValue>& value : {rates.momentum(), rates.weight_decay()}) {
    if (value) {
      check_one(*value);
    }
  }
}

}  // namespace anneal
