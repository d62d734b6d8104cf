#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace anneal {

/// Where it is said how many processors this process may use.
struct ProcessorSources {
  std::optional<std::string> slurm = {};  ///< SLURM_CPUS_PER_TASK: what a batch job asked for
  int affinity = 1;                       ///< processors that the scheduler may put it on
  std::string cgroups = {};               ///< the text of /proc/self/cgroup
  std::filesystem::path cgroup_root = "/sys/fs/cgroup";
};

/// How many, and why no more, for people: "one per processor", "cgroup limit"...
struct Processors {
  int count = 1;
  std::string reason;
};

/// The least of what the sources say, at least 1; a source that says nothing readable is passed
/// over.
///
///   cgroup v2: cpu.max, "QUOTA PERIOD"; v1: cpu.cfs_quota_us / cpu.cfs_period_us; each of the
///   process's own group and of all above it, as each is a limit; 1.5 processors count as 2
///
/// Source: the Linux kernel's admin-guide, cgroup-v2.rst and scheduler/sched-bwc.rst.
Processors usable_processors(const ProcessorSources& sources);

/// What this process is told.
ProcessorSources sources_of_this_process();

}  // namespace anneal
