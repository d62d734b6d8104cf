#include "apps/study/processors.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace anneal { namespace {

using testing_support::TemporaryFolder;

void expect(const ProcessorSources& sources, int count, const std::string& reason) {
  const Processors found = usable_processors(sources);
  EXPECT_EQ(found.count, count);
  EXPECT_EQ(found.reason, reason);
}

TEST(Processors, AreThoseThatTheProcessMayRunOn) {
  expect({.affinity = 3, .cgroup_root = "/none"}, 3, "one per processor");
  expect({.affinity = 0, .cgroup_root = "/none"}, 1, "one per processor");
}

TEST(Processors, AreAsManyAsTheBatchJobAskedFor) {
  expect({.slurm = "2", .affinity = 8, .cgroup_root = "/none"}, 2, "SLURM_CPUS_PER_TASK");
  expect({.slurm = "8", .affinity = 2, .cgroup_root = "/none"}, 2, "one per processor");
  for (const std::string nonsense : {"", "0", "-3", "many", "4x"}) {
    expect({.slurm = nonsense, .affinity = 8, .cgroup_root = "/none"}, 8, "one per processor");
  }
}

TEST(Processors, KeepToTheLimitOfVersion2OfTheirGroupAndOfThoseAbove) {
  const TemporaryFolder root;
  ProcessorSources sources{.affinity = 64, .cgroups = "0::/a/b\n", .cgroup_root = root.path()};
  root.write("a/b/cpu.max", "max 100000\n");
  expect(sources, 64, "one per processor");
  root.write("a/cpu.max", "400000 100000\n");
  expect(sources, 4, "cgroup limit");
  root.write("a/b/cpu.max", "150000 100000\n");
  expect(sources, 2, "cgroup limit");  // 1.5
  root.write("cpu.max", "50000 100000\n");
  expect(sources, 1, "cgroup limit");
  sources.slurm = "1";
  expect(sources, 1, "cgroup limit");
  for (const std::string nonsense : {"", "1", "x y", "0 100000", "-1 100000", "5 0", "nan 1"}) {
    const TemporaryFolder other;
    other.write("a/b/cpu.max", nonsense);
    expect({.affinity = 6, .cgroups = "0::/a/b\n", .cgroup_root = other.path()}, 6,
           "one per processor");
  }
}

TEST(Processors, KeepToTheLimitOfVersion1) {
  const TemporaryFolder root;
  const ProcessorSources sources{
      .affinity = 64,
      .cgroups = "9:name=systemd:/\n4:cpuset:/x\n1:cpu,cpuacct:/job/7\n0::/\n",
      .cgroup_root = root.path()};
  root.write("cpu/job/7/cpu.cfs_quota_us", "-1\n");
  root.write("cpu/job/7/cpu.cfs_period_us", "100000\n");
  expect(sources, 64, "one per processor");
  root.write("cpu/job/7/cpu.cfs_quota_us", "300000\n");
  expect(sources, 3, "cgroup limit");
  // in a container the group's own folder is the root
  const TemporaryFolder container;
  container.write("cpu/cpu.cfs_quota_us", "200000\n");
  container.write("cpu/cpu.cfs_period_us", "100000\n");
  expect({.affinity = 64, .cgroups = sources.cgroups, .cgroup_root = container.path()}, 2,
         "cgroup limit");
}

TEST(Processors, OfThisProcessAreAtLeastOne) {
  EXPECT_GE(usable_processors(sources_of_this_process()).count, 1);
}

}}  // namespace anneal
