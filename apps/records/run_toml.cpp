#include "apps/records/run_toml.h"

#include <algorithm>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <toml++/toml.h>
#include <variant>

#include "apps/records/build_info.h"
#include "apps/run/settings.h"
#include "apps/run/utf8.h"
#include "core/fingerprint.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal {
namespace {

/// `key = value`. A table of toml++ is sorted by its keys; a file for people has an order of its
/// own, so each line is a table.
template <class Value>
std::string line(std::string_view key, const Value& value) {
  toml::table table;
  table.insert(key, value);
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << toml::toml_formatter(table, toml::format_flags::none) << '\n';
  return text.str();
}

/// In the shortest form that reads back as the same number, which toml++ does not look for. A float
/// of TOML needs a point or an exponent.
std::string line(std::string_view key, double value) {
  const std::string text = to_text(value);
  const bool whole = text.find_first_of(".en") == std::string::npos;
  return join_text(key, " = ", text, whole ? ".0" : "", '\n');
}

std::string line(std::string_view key, const std::vector<std::string>& values) {
  toml::array array;
  for (const std::string& value : values) {
    array.push_back(value);
  }
  return line(key, array);
}

std::string line(std::string_view key, const SettingValue& value) {
  return std::visit(
      [&](const auto& held) {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
          return std::string();
        } else {
          return line(key, held);
        }
      },
      value);
}

std::string run_table(const RunConfig& config, const std::vector<std::string>& without = {}) {
  std::string text = "\n[run]\n";
  for (const Setting& setting : run_settings()) {
    const std::string& name = setting.parameter.name;
    if ((name == "epochs" && config.updates) ||  // a run has one length
        std::ranges::count(without, name) > 0) {
      continue;
    }
    text += line(setting.parameter.name, value_of(config, setting));
  }
  return text;
}

std::string file_hash(const std::string& path) {
  Fingerprint print;
  print.add(std::as_bytes(std::span<const char>(read_file(path))));
  return print.text();
}

/// In single quotes, where nothing but one of them means anything.
std::string single_quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) {
    text += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return text + "'";
}

/// Bytes that are no UTF-8, as a file's name may have, in the form that bash, zsh and POSIX.1-2024
/// know: $'st\344rke.csv'.
std::string dollar_quoted(const std::string& word) {
  std::string text = "$'";
  for (const char c : word) {
    const unsigned byte = static_cast<unsigned char>(c);
    if (c == '\'' || c == '\\') {
      text += '\\';
    }
    text +=
        byte < 0x80 ? std::string(1, c) : join_text('\\', byte >> 6U, (byte >> 3U) & 7U, byte & 7U);
  }
  return text + "'";
}

/// The words as a shell reads them: those with other than plain characters in quotes.
std::string command_line(const std::vector<std::string>& words) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,@%+";
  std::string text;
  for (const std::string& word : words) {
    const bool plain = !word.empty() && word.find_first_not_of(kPlain) == std::string::npos;
    text += text.empty() ? "" : " ";
    text += plain ? word : is_utf8(word) ? single_quoted(word) : dollar_quoted(word);
  }
  return text;
}

template <class Map>
std::string table_of(const char* name, const Map& entries) {
  std::string text;
  for (const auto& [key, value] : entries) {
    text += (text.empty() ? join_text("\n[", name, "]\n") : "") + line(key, value);
  }
  return text;
}

/// What is the same for all runs of a comparison.
std::string resolved_lengths(const RunHeader& header) {
  std::string text = "\n[resolved]\n";
  text += line("train_samples", header.train_samples);
  text += line("validation_samples", header.validation_samples);
  text += line("data_hash", header.data_hash);
  if (!header.class_names.empty()) {
    text += line("class_names", header.class_names);
  }
  if (header.loss_floor) {
    text += line("loss_floor", *header.loss_floor);
  }
  if (header.guessing_loss) {
    text += line("guessing_loss", *header.guessing_loss);
  }
  text += line("parameters", header.parameters);
  text += line("batch_size", header.batch_size);
  text += line("updates_per_epoch", header.updates_per_epoch);
  text += line("updates", header.updates);
  text += line("eval_every_updates", header.eval_every);
  if (header.checkpoint_every > 0) {
    text += line("checkpoint_every_updates", header.checkpoint_every);
  }
  return text + line("log_every_updates", header.log_every);
}

std::string resolved_table(const RunHeader& header) {
  return resolved_lengths(header) + line("base_lr", header.base_lr) +
         line("warnings", header.warnings) + line("notes", header.notes);
}

std::string build_table() {
  const BuildInfo build = build_info();
  return "\n[build]\n" + line("anneal", build.version) + line("compiler", build.compiler) +
         line("flags", build.flags) + line("simd", build.simd) + line("eigen", build.eigen);
}

/// A value of the file as a setting takes it; nothing for a kind that no setting has.
SettingValue setting_value(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) {
    return *text;
  }
  if (const auto whole = node.value_exact<std::int64_t>()) {
    return *whole;
  }
  if (const auto number = node.value_exact<double>()) {
    return *number;
  }
  std::vector<std::string> list;
  if (const toml::array* array = node.as_array()) {
    for (const toml::node& member : *array) {
      const auto text = member.value_exact<std::string>();
      if (!text) {
        return {};
      }
      list.push_back(*text);
    }
    return list;
  }
  return {};
}

RunConfig config_of(const toml::table& run, const std::string& file) {
  RunConfig config;
  for (const auto& [key, node] : run) {
    const std::string name(key.str());
    const std::string where = join_text(file, ": line ", node.source().begin.line);
    try {
      const SettingValue value = setting_value(node);
      const Setting& setting = find_setting(name);
      if (std::holds_alternative<std::monostate>(value)) {
        throw std::invalid_argument(name + ": is neither a text, a number nor a list of texts");
      }
      assign(config, setting, value, name);
    } catch (const std::invalid_argument& error) {
      throw std::runtime_error(join_text(where, ": ", error.what()));
    }
  }
  return config;
}

}  // namespace

std::string run_toml(const RunHeader& header, const std::vector<std::string>& command) {
  std::map<std::string, std::string> files;
  for (const std::string& path : header.files) {
    files[path] = file_hash(path);
  }
  return (command.empty() ? "" : line("command", command_line(command))) +
         run_table(header.config) + table_of("expanded", header.expanded) +
         table_of("files", files) + resolved_table(header) + build_table();
}

std::string compare_toml(const RunHeader& header,
                         const Arms& arms,
                         const std::vector<std::string>& command) {
  return (command.empty() ? "" : line("command", command_line(command))) +
         run_table(header.config, {"optimizer", "schedule", "seed"}) + "\n[arms]\n" +
         line("optimizers", arms.optimizers) + line("schedules", arms.schedules) +
         line("first_seed", static_cast<std::int64_t>(arms.first_seed)) +
         line("seeds", arms.seeds) + resolved_lengths(header) + build_table();
}

RecordedRun read_run_toml(const std::filesystem::path& file) {
  const std::string name = file.string();
  toml::table table;
  try {
    table = toml::parse(read_file(name), name);
  } catch (const toml::parse_error& error) {
    throw std::runtime_error(join_text(name, ": line ", error.source().begin.line, ": ",
                                       std::string(error.description())));
  }
  const toml::table* run = table["run"].as_table();
  if (run == nullptr) {
    throw std::runtime_error(name + ": has no table [run] (it is no run.toml)");
  }
  RecordedRun recorded{
      .config = config_of(*run, name),
      .data_hash = table["resolved"]["data_hash"].value_or(std::string()),
      .files = {},
      .batch_size = table["resolved"]["batch_size"].value_or(std::int64_t{0}),
      .updates_per_epoch = table["resolved"]["updates_per_epoch"].value_or(std::int64_t{0}),
      .updates = table["resolved"]["updates"].value_or(std::int64_t{0}),
      .warnings = {},
      .guessing_loss = table["resolved"]["guessing_loss"].value<double>()};
  for (const char* list : {"warnings", "notes"}) {
    if (const toml::array* texts = table["resolved"][list].as_array()) {
      for (const toml::node& text : *texts) {
        recorded.warnings.push_back(text.value_or(std::string()));
      }
    }
  }
  if (const toml::table* files = table["files"].as_table()) {
    for (const auto& [path, hash] : *files) {
      recorded.files[std::string(path.str())] = hash.value_or(std::string());
    }
  }
  return recorded;
}

void check_unchanged(const RecordedRun& recorded, const RunHeader& now) {
  if (recorded.config.data == now.config.data &&
      recorded.config.precision == now.config.precision && !recorded.data_hash.empty() &&
      recorded.data_hash != now.data_hash) {
    throw std::runtime_error(join_text(
        "data: ", now.config.data, " is not what it was when the run was made: data_hash ",
        now.data_hash, " instead of ", recorded.data_hash,
        " (remove the line data_hash to train on what there is now)"));
  }
  for (const std::string& path : now.files) {
    const auto before = recorded.files.find(path);
    if (before != recorded.files.end() && file_hash(path) != before->second) {
      throw std::runtime_error(join_text(
          path,
          ": is not what it was when the run was made (remove its line in [files] to use it)"));
    }
  }
}

}  // namespace anneal
