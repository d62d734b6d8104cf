#include "apps/study/processors.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sched.h>
#include <string_view>
#include <thread>

#include "core/text.h"

namespace anneal {

namespace fs = std::filesystem;

namespace {

/// The text of a small file without its last newline; empty if it cannot be read.
std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  text.erase(text.find_last_not_of('\n') + 1);
  return text;
}

/// Processors for a quota of time in each period; nothing if there is no limit.
std::optional<int> share(std::string_view quota, std::string_view period) {
  const std::optional<double> used = parse_number<double>(quota);  // none: "max"
  const std::optional<double> of = parse_number<double>(period);
  if (!used || !of || !(*used > 0 && *of > 0) || !(*used / *of < 1e6)) {
    return std::nullopt;
  }
  return static_cast<int>(std::ceil(*used / *of));
}

std::optional<int> limit_in(const fs::path& group, bool version_2) {
  if (!version_2) {
    return share(text_of(group / "cpu.cfs_quota_us"), text_of(group / "cpu.cfs_period_us"));
  }
  const std::string text = text_of(group / "cpu.max");
  const std::size_t space = text.find(' ');
  return space == std::string::npos ? std::nullopt
                                    : share(text.substr(0, space), text.substr(space + 1));
}

/// The least limit of the group `path` below `root` and of those above it.
std::optional<int> limit_along(const fs::path& root, fs::path path, bool version_2) {
  std::optional<int> least;
  for (;; path = path.parent_path()) {
    const std::optional<int> limit = limit_in(root / path.relative_path(), version_2);
    if (limit) {
      least = std::min(*limit, least.value_or(*limit));
    }
    if (!path.has_relative_path()) {
      return least;
    }
  }
}

/// A line is "0::/group" (version 2), or "4:cpu,cpuacct:/group" (version 1).
std::optional<int> cgroup_limit(const ProcessorSources& sources) {
  std::optional<int> least;
  const auto consider = [&](const std::optional<int>& limit) {
    if (limit) {
      least = std::min(*limit, least.value_or(*limit));
    }
  };
  std::string_view rest = sources.cgroups;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t first = line.find(':');
    const std::size_t second = first == line.npos ? line.npos : line.find(':', first + 1);
    if (second == line.npos) {
      continue;
    }
    const std::string controllers = join_text(",", line.substr(first + 1, second - first - 1), ",");
    const fs::path group(line.substr(second + 1));
    if (line.starts_with("0::")) {
      consider(limit_along(sources.cgroup_root, group, true));
      consider(limit_along(sources.cgroup_root / "unified", group, true));
    } else if (controllers.find(",cpu,") != std::string::npos) {
      consider(limit_along(sources.cgroup_root / "cpu", group, false));
    }
  }
  return least;
}

}  // namespace

Processors usable_processors(const ProcessorSources& sources) {
  Processors result{.count = std::max(1, sources.affinity), .reason = "one per processor"};
  const auto limit = [&](const std::optional<int>& count, const char* reason) {
    if (count && 1 <= *count && *count < result.count) {
      result = {.count = *count, .reason = reason};
    }
  };
  limit(cgroup_limit(sources), "cgroup limit");
  limit(sources.slurm ? parse_number<int>(*sources.slurm) : std::nullopt, "SLURM_CPUS_PER_TASK");
  return result;
}

ProcessorSources sources_of_this_process() {
  ProcessorSources sources;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody writes it
  if (const char* text = std::getenv("SLURM_CPUS_PER_TASK")) {
    sources.slurm = text;
  }
  sources.affinity = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
#ifdef __linux__
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
    sources.affinity = CPU_COUNT(&allowed);
  }
#endif
  sources.cgroups = text_of("/proc/self/cgroup");
  return sources;
}

}  // namespace anneal
