#include "apps/run/settings.h"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include "apps/run/utf8.h"
#include "core/check.h"
#include "core/spec/error.h"
#include "core/text.h"

namespace anneal {
namespace {

using spec::ValueKind;

// The table. A text that a catalogue reads (a model, a schedule) is a kExpr here and checked there.
std::vector<Setting> make_table() {
  const auto text = [](const char* name, const char* help) {
    return spec::Parameter{.name = name, .kind = ValueKind::kExpr, .help = help};
  };
  const auto whole = [](const char* name, double low, const char* help) {
    return spec::Parameter{
        .name = name, .kind = ValueKind::kInteger, .range = spec::at_least(low), .help = help};
  };
  const auto number = [](const char* name, const spec::Range& range, const char* help) {
    return spec::Parameter{.name = name, .range = range, .help = help};
  };
  return {
      {text("data", "Data set; anneal list data"), "", &RunConfig::data, "--data", "DATA"},
      {text("model", "Model; anneal list models"), "", &RunConfig::model, "--model", "MODEL"},
      {text("optimizer", "Optimizer with its rate; anneal list optimizers"), "",
       &RunConfig::optimizer},
      {text("schedule", "Schedule of the rate; anneal list schedules"), "", &RunConfig::schedule},
      {text("momentum_schedule", "Schedule of momentum, or of Adam's beta1"), "",
       &RunConfig::momentum_schedule},
      {text("weight_decay_schedule", "Schedule of the weight decay"), "",
       &RunConfig::weight_decay_schedule},
      {whole("epochs", 1, "Length of a run: passes over the data"), "epochs", &RunConfig::epochs,
       "--epochs", "E"},
      {whole("updates", 1, "Length of a run in updates instead"), "updates", &RunConfig::updates,
       "--updates", "N"},
      {whole("batch_size", 1, "Samples per update, or full"), "samples", &RunConfig::batch_size,
       "--batch-size", "B", "full"},
      {whole("accumulate", 1, "Batches per update, their gradients averaged"), "batches",
       &RunConfig::accumulate, "--accumulate", "K"},
      {whole("seed", 0, "Initial weights, batches, dropout"), "", &RunConfig::seed, "--seed", "K"},
      {text("eval_every", "When to evaluate: 100it, 1ep or 10%"), "it, ep or %",
       &RunConfig::eval_every, "--eval-every", "LENGTH"},
      {text(
           "checkpoint_every",
           "When to keep the state: 100it, 1ep or 10%\n[after evaluations; in compare at the end]"),
       "it, ep or %", &RunConfig::checkpoint_every, "--checkpoint-every", "LENGTH"},
      {text("log_every",
            "Updates that share a row of steps.csv: 100it, 1ep, 1%;\n"
            "auto: 1it, or more in a run of more than 100000"),
       "it, ep or %", &RunConfig::log_every, "--log-every", "LENGTH"},
      {{.name = "precision",
        .kind = ValueKind::kWord,
        .choices = {"float", "double"},
        .help = "Compute in float or double"},
       "",
       &RunConfig::precision,
       "--precision",
       "P"},
      {number("clip_norm", spec::above(0), "Scale the gradient down to this global norm"), "",
       &RunConfig::clip_norm, "--clip", "NORM"},
      {number("clip_value", spec::above(0), "Limit every element of the gradient to [-V, V]"), "",
       &RunConfig::clip_value, "--clip-value", "V"},
      {text("groups",
            "Parameters with a rate, decay or schedule of their own:\n"
            "\"layers.0.*: lr=0.1, weight_decay=0, schedule=cosine\";\n"
            "lr=0 freezes them; again for more groups"),
       "", &RunConfig::groups, "--group", "GROUP"},
      {text("average",
            "Judge averaged weights too: ema(decay=0.99), tail or\nlawa; anneal list averages"),
       "", &RunConfig::average, "--average", "AVERAGE"},
      {number("label_smoothing", spec::below_from(0, 1),
              "Share of the target spread over all classes"),
       "", &RunConfig::label_smoothing, "--label-smoothing", "S"},
      {text("init", "Start from these parameters (safetensors)"), "", &RunConfig::init, "--init",
       "FILE"},
  };
}

template <class T>
struct Held {  // what a field holds when it holds something
  using Type = T;
};
template <class T>
struct Held<std::optional<T>> {
  using Type = T;
};

template <class Field>
bool has_field(const Setting& setting) {
  return std::holds_alternative<Field RunConfig::*>(setting.field);
}

/// "a whole number >= 1, or full".
std::string expected(const Setting& setting) {
  if (setting.parameter.kind == ValueKind::kExpr) {
    return has_field<std::vector<std::string>>(setting) ? "a list of texts" : "a text";
  }
  const std::string kind = spec::describe(setting.parameter);
  if (has_field<std::uint64_t>(setting)) {
    return kind + " and < 2^63";  // files hold signed numbers
  }
  return setting.word_for_zero.empty() ? kind : join_text(kind, ", or ", setting.word_for_zero);
}

[[noreturn]] void refuse(const Setting& setting, std::string_view value, std::string_view called) {
  throw std::invalid_argument(
      join_text(called, ": got ", value, " (give ", expected(setting), ")"));
}

/// The word that stands for 0 in a text; in RunConfig itself 0 stands for the word.
bool is_word_for_zero(const Setting& setting, const SettingValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && !text->empty() && *text == setting.word_for_zero;
}

/// `value` as a T, or nothing if it is none: whole numbers are numbers too, and one word may stand
/// for 0.
template <class T>
std::optional<T> converted(const Setting& setting, const SettingValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  const auto* whole = std::get_if<std::int64_t>(&value);
  if constexpr (std::is_same_v<T, std::string>) {
    return text != nullptr ? std::optional(*text) : std::nullopt;
  } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    const auto* list = std::get_if<T>(&value);
    return list != nullptr ? std::optional(*list) : std::nullopt;
  } else if constexpr (std::is_same_v<T, Precision>) {
    if (text != nullptr && std::ranges::count(setting.parameter.choices, *text) > 0) {
      return *text == "double" ? Precision::kDouble : Precision::kFloat;
    }
    return std::nullopt;
  } else if constexpr (std::is_same_v<T, double>) {
    const auto* number = std::get_if<double>(&value);
    return number != nullptr  ? std::optional(*number)
           : whole != nullptr ? std::optional(static_cast<double>(*whole))
                              : std::nullopt;
  } else {  // whole numbers
    if (is_word_for_zero(setting, value)) {
      return T{0};
    }
    if (whole == nullptr || (std::is_unsigned_v<T> && *whole < 0)) {
      return std::nullopt;
    }
    return static_cast<T>(*whole);
  }
}

template <class T>
SettingValue to_value(const Setting& setting, const T& held) {
  if constexpr (std::is_same_v<T, Precision>) {
    return to_text(held);
  } else if constexpr (std::is_integral_v<T>) {
    if (held == T{0} && !setting.word_for_zero.empty()) {
      return setting.word_for_zero;
    }
    return static_cast<std::int64_t>(held);  // check_settings() keeps seeds below 2^63
  } else {
    return held;
  }
}

/// A number in range; texts and lists are their catalogue's to check.
template <class T>
bool in_range(const Setting& setting, const T& held) {
  if constexpr (std::is_arithmetic_v<T>) {
    if constexpr (std::is_unsigned_v<T>) {
      if (held > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
        return false;
      }
    }
    return setting.parameter.range.contains(static_cast<double>(held));
  } else {
    return true;
  }
}

/// Texts may name files, whose names are any bytes; a run is written down as UTF-8.
void check_utf8(const Setting& setting, const std::string& text) {
  check(is_utf8(text), setting.parameter.name, ": got ", text,
        " (not UTF-8, so run.toml could not hold it: rename the file, or give a link to it)");
}

}  // namespace

std::span<const Setting> run_settings() {
  static const std::vector<Setting> table = make_table();
  return table;
}

const Setting& find_setting(std::string_view name) {
  std::vector<std::string> known;
  for (const Setting& setting : run_settings()) {
    if (setting.parameter.name == name) {
      return setting;
    }
    known.push_back(setting.parameter.name);
  }
  throw std::invalid_argument(join_text("unknown setting ", name, spec::did_you_mean(name, known)));
}

SettingValue value_of(const RunConfig& config, const Setting& setting) {
  return std::visit(
      [&](auto field) -> SettingValue {
        const auto& member = config.*field;
        using Member = std::decay_t<decltype(member)>;
        if constexpr (std::is_same_v<Member, std::vector<std::string>>) {
          return member.empty() ? SettingValue() : member;
        } else if constexpr (std::is_same_v<typename Held<Member>::Type, Member>) {
          return to_value(setting, member);
        } else {
          return member ? to_value(setting, *member) : SettingValue();
        }
      },
      setting.field);
}

void assign(RunConfig& config,
            const Setting& setting,
            const SettingValue& value,
            std::string_view called) {
  std::visit(
      [&](auto field) {
        auto& member = config.*field;
        using Member = std::decay_t<decltype(member)>;
        if (std::holds_alternative<std::monostate>(value)) {
          member = RunConfig().*field;
          return;
        }
        auto held = converted<typename Held<Member>::Type>(setting, value);
        if (!held || !(is_word_for_zero(setting, value) || in_range(setting, *held))) {
          refuse(setting, text_of(value), called);
        }
        member = *std::move(held);
      },
      setting.field);
}

void assign_text(RunConfig& config,
                 const Setting& setting,
                 const std::string& text,
                 std::string_view called) {
  SettingValue value = text;
  if (has_field<std::vector<std::string>>(setting)) {
    const SettingValue before = value_of(config, setting);
    auto list = std::holds_alternative<std::monostate>(before)
                    ? std::vector<std::string>()
                    : std::get<std::vector<std::string>>(before);
    list.push_back(text);
    value = std::move(list);
  } else if (const auto whole = parse_number<std::int64_t>(text);
             whole && setting.parameter.kind != ValueKind::kExpr) {
    value = *whole;
  } else if (const auto number = parse_number<double>(text);
             number && setting.parameter.kind == ValueKind::kNumber) {
    value = *number;
  }
  assign(config, setting, value, called);
}

std::string text_of(const SettingValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return to_text(*whole);
  }
  if (const auto* number = std::get_if<double>(&value)) {
    return to_text(*number);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return *text;
  }
  const auto* list = std::get_if<std::vector<std::string>>(&value);
  return list != nullptr ? spec::joined(*list) : std::string();
}

void check_settings(const RunConfig& config) {
  for (const Setting& setting : run_settings()) {
    const auto check_held = [&](const auto& held) {
      using Held = std::decay_t<decltype(held)>;
      if constexpr (std::is_arithmetic_v<Held>) {
        if (!in_range(setting, held) && !is_word_for_zero(setting, to_value(setting, held))) {
          refuse(setting, to_text(held), setting.parameter.name);
        }
      } else if constexpr (!std::is_same_v<Held, Precision>) {
        check_utf8(setting, text_of(held));
      }
    };
    std::visit(
        [&](auto field) {
          const auto& member = config.*field;
          using Member = std::decay_t<decltype(member)>;
          if constexpr (std::is_same_v<typename Held<Member>::Type, Member>) {
            check_held(member);
          } else if (member) {
            check_held(*member);
          }
        },
        setting.field);
  }
}

std::string to_text(Precision precision) {
  return precision == Precision::kFloat ? "float" : "double";
}

}  // namespace anneal
