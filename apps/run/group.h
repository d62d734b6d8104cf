#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schedulers/catalogue.h"
#include "schedulers/schedule.h"

namespace anneal {

/// Parameters with settings of their own, by name: what `--group` says.
///
///     layers.0.*: lr=0.1, weight_decay=0, schedule=warmup(5%) then cosine
///
/// What is left out is as in the rest of the run. A group whose rate is 0 is frozen: its parameters
/// are not handed to the optimizer at all, so neither decay nor clipping knows of them.
struct GroupConfig {
  /// Of whole names, with * for any run of characters and ? for one.
  std::string pattern;
  std::optional<double> lr = {};            ///< the group's base rate, >= 0; 0 freezes it
  std::optional<double> weight_decay = {};  ///< >= 0
  std::optional<Schedule> schedule = {};    ///< of its rate

  bool frozen() const { return lr == 0.0; }
  /// Whether the group's rate may differ from the run's.
  bool has_own_rate() const { return lr.has_value() || schedule.has_value(); }
  friend bool operator==(const GroupConfig&, const GroupConfig&) = default;
};

/// Reads "PATTERN: KEY=VALUE, ..." with the keys lr, weight_decay and schedule; the part behind the
/// colon is the argument list of core/spec.
///
/// Throws std::invalid_argument naming the pattern.
GroupConfig parse_group(std::string_view text,
                        const ScheduleCatalogue& words = schedule_catalogue());

/// The groups in their order. Throws std::invalid_argument, also for a pattern that is given twice.
std::vector<GroupConfig> parse_groups(const std::vector<std::string>& texts,
                                      const ScheduleCatalogue& words = schedule_catalogue());

/// The canonical text: parse_group(to_text(group)) == group.
std::string to_text(const GroupConfig& group);

}  // namespace anneal
