#include <algorithm>
#include <cctype>
#include <set>

#include "apps/study/compare.h"
#include "core/check.h"
#include "core/memory.h"
#include "core/spec/parse.h"

namespace anneal {
namespace {

constexpr std::size_t kLongestName = 60;     // of one part of a folder's name
constexpr std::int64_t kMostRuns = 100'000;  // each takes some kilobytes before any starts

// A spec as a part of a folder's name: letters, digits, points and single dashes.
std::string slug(const std::string& spec) {
  std::string text;
  for (const char c : spec) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_') {
      text += c;
    } else if (c == '%') {
      text += "pct";
    } else if (!text.empty() && text.back() != '-') {
      text += '-';
    }
    if (text.size() >= kLongestName) {
      break;
    }
  }
  while (!text.empty() && text.back() == '-') {
    text.pop_back();
  }
  return text;
}

std::vector<std::string> canonical(const std::vector<std::string>& specs, const char* what) {
  check(!specs.empty(), "compare: no ", what, " given");
  std::vector<std::string> texts;
  for (const std::string& spec : specs) {
    texts.push_back(spec::print(spec::parse(spec)));
    check(std::ranges::count(texts, texts.back()) == 1, "compare: ", what, " \"", texts.back(),
          "\" is given twice");
  }
  return texts;
}

// `name`, or name-2, name-3, ... if it is taken.
std::string unique_name(const std::string& name, std::set<std::string>& taken) {
  std::string candidate = name;
  for (int i = 2; !taken.insert(candidate).second; ++i) {
    candidate = join_text(name, '-', i);
  }
  return candidate;
}

}  // namespace

std::vector<StudyRun> expand(const CompareConfig& config) {
  check(config.seeds >= 1, "compare: seeds must be at least 1, got ", config.seeds);
  const std::vector<std::string> optimizers = canonical(config.optimizers, "optimizer");
  const std::vector<std::string> schedules = canonical(config.schedules, "schedule");
  const auto arms = static_cast<double>(optimizers.size() * schedules.size());
  const double count = arms * static_cast<double>(config.seeds);
  check(count <= static_cast<double>(kMostRuns), "compare: seeds=", config.seeds, " for ", arms,
        " arms: the list of runs alone would take ", bytes_text(count * sizeof(StudyRun)),
        " of memory (at most ", kMostRuns, " runs: give fewer seeds)");
  std::set<std::string> taken;
  std::vector<StudyRun> runs;
  for (const std::string& optimizer : optimizers) {
    for (const std::string& schedule : schedules) {
      const std::string arm = unique_name(slug(optimizer) + "__" + slug(schedule), taken);
      for (std::int64_t i = 0; i < config.seeds; ++i) {
        StudyRun run{
            .name = {}, .optimizer = optimizer, .schedule = schedule, .config = config.base};
        run.seed = config.base.seed + static_cast<std::uint64_t>(i);
        run.name = join_text(arm, "__seed", run.seed);
        run.config.optimizer = optimizer;
        run.config.schedule = schedule;
        run.config.seed = run.seed;
        runs.push_back(std::move(run));
      }
    }
  }
  return runs;
}

}  // namespace anneal
