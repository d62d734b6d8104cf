#include "apps/report/context.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <string_view>

#include "apps/run/labels.h"
#include "apps/run/settings.h"

namespace anneal::report {
namespace {

constexpr std::size_t kMostWarnings = 3;
// What every context says in words of its own, what differs within a figure, and what changes no
// curve.
constexpr std::array<std::string_view, 9> kSaidElsewhere = {"data",       "model",  "optimizer",
                                                            "schedule",   "epochs", "updates",
                                                            "batch_size", "seed",   "eval_every"};

std::string plural(std::int64_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string length_text(const RecordedRun& run) {
  if (run.config.updates) {
    return plural(*run.config.updates, "update");
  }
  const std::string epochs = plural(run.config.epochs, "epoch");
  return run.updates > 0 ? fmt::format("{} ({})", epochs, plural(run.updates, "update")) : epochs;
}

}  // namespace

std::vector<std::string> context_of(const RunData& run) {
  if (!run.recorded) {
    return {};
  }
  const RunConfig& config = run.recorded->config;
  const std::int64_t batch = run.recorded->batch_size;
  std::vector<std::string> sentences = {
      config.data, config.model, length_text(*run.recorded),
      fmt::format("batch size {}", batch > 0 ? batch : config.batch_size)};
  for (const Setting& setting : run_settings()) {
    std::string name = setting.parameter.name;
    const SettingValue value = value_of(config, setting);
    if (std::ranges::find(kSaidElsewhere, name) == kSaidElsewhere.end() &&
        value != value_of(RunConfig(), setting)) {
      std::ranges::replace(name, '_', ' ');
      sentences.push_back(name + " " + text_of(value));
    }
  }
  return sentences;
}

std::vector<std::string> warnings_of(std::span<const LabelledRun> runs) {
  std::vector<std::string> labels;                                         // all that there are
  std::vector<std::pair<std::string, std::vector<std::string>>> warnings;  // and whose each is
  const auto add_once = [](std::vector<std::string>& list, const std::string& text) {
    if (std::ranges::find(list, text) == list.end()) {
      list.push_back(text);
    }
  };
  for (const LabelledRun& one : runs) {
    add_once(labels, one.label);
    if (one.run->recorded) {
      for (const std::string& warning : one.run->recorded->warnings) {
        auto known = std::ranges::find(warnings, warning, [](const auto& w) { return w.first; });
        if (known == warnings.end()) {
          known = warnings.insert(warnings.end(), {warning, {}});
        }
        add_once(known->second, one.label);
      }
    }
  }
  std::vector<std::string> sentences;
  for (const auto& [warning, whose] : warnings) {
    if (sentences.size() == kMostWarnings) {
      sentences.push_back(fmt::format(
          "and {} (run.toml has all)",
          plural(static_cast<std::int64_t>(warnings.size() - kMostWarnings), "more remark")));
      break;
    }
    std::string who = whose.size() < labels.size() ? whose.front() : "";
    who += who.empty() ? "" : whose.size() > 1 ? " and others: " : ": ";
    sentences.push_back(who + warning);
  }
  return sentences;
}

std::vector<std::string> note_lines(std::span<const std::string> sentences, std::size_t width) {
  constexpr std::string_view kBetween = ";  ";
  std::vector<std::string> lines;
  for (const std::string& whole : sentences) {
    const std::string sentence = shortened(whole, width);
    if (sentence.empty()) {
      continue;
    }
    if (!lines.empty() && lines.back().size() + kBetween.size() + sentence.size() <= width) {
      lines.back() += std::string(kBetween) + sentence;
    } else {
      lines.push_back(sentence);
    }
  }
  return lines;
}

bool counted_in_updates(const RunData& run) {
  return run.recorded && run.recorded->config.updates && run.updates_per_epoch > 0;
}

}  // namespace anneal::report
