#include "apps/records/output_folder.h"

#include <atomic>
#include <barrier>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/run_folder.h"
#include "core/text.h"
#include "tests/support/temporary_folder.h"

namespace anneal { namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::testing::ThrowsMessage;
using testing_support::read_text;
using testing_support::TemporaryFolder;
using testing_support::write_text;

constexpr int kProcesses = 4;  // threads stand for them here; tests/cli has real ones

/// Calls `claim` on several threads at the same time.
template <class Claim>
void at_once(const Claim& claim) {
  std::barrier start(kProcesses);
  std::vector<std::jthread> threads;
  for (int k = 0; k < kProcesses; ++k) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      claim();
    });
  }
}

TEST(OutputFolder, IsOnesAloneHoweverManyWantIt) {
  const TemporaryFolder folder;
  for (int round = 0; round < 100; ++round) {
    std::atomic<int> got = 0;
    at_once([&] {
      try {
        claim_output_folder(folder / to_text(round));
        ++got;
      } catch (const std::invalid_argument&) {
      }
    });
    EXPECT_EQ(got, 1);
  }
}

TEST(OutputFolder, SaysWhoseItIs) {
  const TemporaryFolder folder;
  claim_output_folder(folder / "a/b");
  EXPECT_THAT(read_text(folder / "a/b/.anneal"),
              StartsWith(join_text("process ", getpid(), " on ")));
}

TEST(OutputFolder, IsTakenOnlyOnceAlsoByARun) {
  const TemporaryFolder folder;
  const RunFolder first(folder / "run");
  EXPECT_THAT([&] { RunFolder{folder / "run"}; },
              ThrowsMessage<std::invalid_argument>(HasSubstr("exists and is not empty")));
}

TEST(OutputFolder, IsLookedAtWithoutWriting) {
  const TemporaryFolder folder;
  check_output_folder(folder / "new");
  check_output_folder(folder.path());
  EXPECT_TRUE(fs::is_empty(folder.path()));
  write_text(folder / "file", "");
  EXPECT_THROW(check_output_folder(folder.path()), std::invalid_argument);
  EXPECT_THROW(check_output_folder(folder / "file"), std::invalid_argument);
  EXPECT_THROW(check_output_folder(""), std::invalid_argument);
}

TEST(OutputFolder, WithoutANameIsANewOneForEach) {
  const TemporaryFolder folder;
  write_text(folder / "results/train-2", "a file");
  std::mutex mutex;
  std::multiset<fs::path> folders;
  at_once([&] {
    const fs::path made = new_output_folder(folder / "results/train");
    const std::lock_guard lock(mutex);
    folders.insert(made);
  });
  const fs::path results = folder / "results";
  EXPECT_EQ(folders, (std::multiset<fs::path>{results / "train", results / "train-3",
                                              results / "train-4", results / "train-5"}));
  EXPECT_THROW(new_output_folder("/proc/anneal/train"), std::invalid_argument);
}

}}  // namespace anneal
