#include "apps/run/group.h"

#include <algorithm>
#include <stdexcept>

#include "core/check.h"
#include "core/spec/bind.h"
#include "core/spec/parse.h"
#include "schedulers/schedule.h"

namespace anneal {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

void check_pattern(std::string_view pattern, std::string_view text) {
  check(!pattern.empty(), "group: \"", text,
        "\" has no name pattern (write PATTERN: lr=0.1, such as \"layers.0.*: lr=0.1\")");
  const std::size_t odd = pattern.find_first_not_of(
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-*?");
  check(odd == std::string_view::npos, "group: pattern \"", pattern, "\" contains \"",
        odd == std::string_view::npos ? std::string_view() : pattern.substr(odd, 1),
        "\" (parameter names have letters, digits, _ . -; * and ? stand for any)");
}

spec::Signature signature_of(std::string_view pattern) {
  return {.name = join_text("group ", pattern),
          .parameters = {{.name = "lr", .range = spec::at_least(0.0), .optional = true},
                         {.name = "weight_decay", .range = spec::at_least(0.0), .optional = true},
                         {.name = "schedule", .kind = spec::ValueKind::kExpr, .optional = true}}};
}

/// The settings as the arguments of a call, group(lr=0.1, ...).
spec::Expr parse_settings(std::string_view pattern, std::string_view settings) {
  try {
    const spec::Expr call = spec::parse(join_text("group(", settings, ")"));
    if (call.is_name() && call.text == "group") {
      return call;
    }
  } catch (const spec::SpecError&) {  // its place would be counted in a text that nobody wrote
  }
  throw std::invalid_argument(join_text("group ", pattern, ": \"", settings,
                                        "\" is no list of settings (write lr=0.1, weight_decay=0, "
                                        "schedule=cosine)"));
}

}  // namespace

GroupConfig parse_group(std::string_view text, const ScheduleCatalogue& words) {
  const std::size_t colon = text.find(':');
  const std::string_view pattern = trimmed(text.substr(0, colon));
  check_pattern(pattern, text);
  check(colon != std::string_view::npos, "group ", pattern,
        ": no colon follows the pattern (write ", pattern, ": lr=0.1)");
  const std::string_view settings = trimmed(text.substr(colon + 1));
  check(!settings.empty(), "group ", pattern, ": sets nothing (give lr, weight_decay or schedule)");

  const spec::Expr call = parse_settings(pattern, settings);
  for (const spec::Argument& argument : call.arguments) {
    check(!argument.name.empty(), "group ", pattern, ": ", spec::brief(argument.value),
          " has no name (write lr=0.1, weight_decay=0, schedule=cosine)");
  }
  const spec::Arguments arguments = spec::bind(call, signature_of(pattern));
  GroupConfig group{.pattern = std::string(pattern)};
  if (arguments.has("lr")) {
    group.lr = arguments.number("lr");
  }
  if (arguments.has("weight_decay")) {
    group.weight_decay = arguments.number("weight_decay");
  }
  if (arguments.has("schedule")) {
    group.schedule = make_schedule(arguments.expr("schedule"), words);
  }
  return group;
}

std::vector<GroupConfig> parse_groups(const std::vector<std::string>& texts,
                                      const ScheduleCatalogue& words) {
  std::vector<GroupConfig> groups;
  for (const std::string& text : texts) {
    groups.push_back(parse_group(text, words));
    const std::string& pattern = groups.back().pattern;
    check(std::ranges::count(groups, pattern, &GroupConfig::pattern) == 1, "group ", pattern,
          ": is given twice (put all settings into one)");
  }
  return groups;
}

std::string to_text(const GroupConfig& group) {
  std::string text;
  const auto add = [&text](const char* key, const std::string& value) {
    text += join_text(text.empty() ? "" : ", ", key, "=", value);
  };
  if (group.lr) {
    add("lr", to_text(*group.lr));
  }
  if (group.weight_decay) {
    add("weight_decay", to_text(*group.weight_decay));
  }
  if (group.schedule) {
    add("schedule", to_text(*group.schedule));
  }
  return join_text(group.pattern, ": ", text);
}

}  // namespace anneal
