#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "apps/run/config.h"
#include "core/spec/signature.h"

namespace anneal {

/// One setting of a run: its name, what it may be, and the field of RunConfig that holds it.
///
/// The options of the commands, the checks, run.toml (written and read) and the header all come
/// from the table of these, so that a new setting is a field, a line in the table, and the code
/// that acts on it.
struct Setting {
  using Field = std::variant<std::string RunConfig::*,
                             std::optional<std::string> RunConfig::*,
                             std::vector<std::string> RunConfig::*,
                             std::int64_t RunConfig::*,
                             std::optional<std::int64_t> RunConfig::*,
                             std::uint64_t RunConfig::*,
                             double RunConfig::*,
                             std::optional<double> RunConfig::*,
                             Precision RunConfig::*>;

  /// Name, kind, range, choices and help; the default is that of RunConfig.
  spec::Parameter parameter;
  std::string unit;  ///< of the value: "updates", "samples"; empty for a text or a plain number
  Field field;
  std::string option = {};       ///< "--clip"; empty: it has no option of its own
  std::string placeholder = {};  ///< what stands for the value in the help text: "NORM"
  /// A word that stands for 0: batch_size = full.
  std::string word_for_zero = {};
};

/// A setting's value outside of RunConfig: in a file, say. monostate: not set.
using SettingValue =
    std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::string>>;

/// All settings, in the order in which they are written.
std::span<const Setting> run_settings();

/// Throws std::invalid_argument for an unknown name, with the nearest one.
const Setting& find_setting(std::string_view name);

/// What `config` says.
SettingValue value_of(const RunConfig& config, const Setting& setting);

/// Sets the field, or resets an optional one to nothing by monostate. `called` is what an error
/// calls the setting: "--clip", "run.toml: clip_norm".
/// Throws std::invalid_argument "CALLED: got VALUE (give ...)" for a value of another kind or out
/// of range.
void assign(RunConfig& config,
            const Setting& setting,
            const SettingValue& value,
            std::string_view called);

/// The same from a text as it is typed: "64", "full", "1e-3". A list takes one more member.
void assign_text(RunConfig& config,
                 const Setting& setting,
                 const std::string& text,
                 std::string_view called);

/// The value as it is typed; empty if it is not set. Members of a list are joined by ", ".
std::string text_of(const SettingValue& value);

/// Every setting within its range. Whether texts can be read and fit together is for
/// Engine::prepare() to say. Throws std::invalid_argument.
void check_settings(const RunConfig& config);

/// "float" or "double".
std::string to_text(Precision precision);

}  // namespace anneal
