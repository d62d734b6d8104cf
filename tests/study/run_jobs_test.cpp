#include "apps/study/run_jobs.h"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using ::testing::StrEq;
using ::testing::ThrowsMessage;

TEST(RunJobs, CallsEachTaskOnceForAnyNumberOfJobs) {
  for (const int jobs : {1, 2, 7, 50}) {
    std::vector<std::atomic<int>> calls(20);
    run_jobs(calls.size(), jobs, {}, [&](std::size_t i, const std::stop_token&) { ++calls[i]; });
    for (const std::atomic<int>& count : calls) {
      EXPECT_EQ(count, 1) << jobs << " jobs";
    }
  }
}

// Every task waits until three have been running together; only a pool that cannot do that lets the
// time run out.
TEST(RunJobs, RunsAsManyAtATimeAsAskedFor) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  run_jobs(8, 3, {}, [&](std::size_t, const std::stop_token&) {
    const int now = ++running;
    int seen = most;
    while (now > seen && !most.compare_exchange_weak(seen, now)) {
    }
    while (most < 3 && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::yield();
    }
    --running;
  });
  EXPECT_EQ(most, 3);
}

TEST(RunJobs, CarriesTheExceptionOutAndStopsTheOthers) {
  std::atomic<int> started = 0;
  std::atomic<bool> saw_stop = false;
  const auto task = [&](std::size_t index, const std::stop_token& stop) {
    ++started;
    if (index == 1) {
      throw std::runtime_error("the disk is full");
    }
    while (!stop.stop_requested()) {
      std::this_thread::yield();
    }
    saw_stop = true;
  };
  EXPECT_THAT([&] { run_jobs(100, 2, {}, task); },
              ThrowsMessage<std::runtime_error>(StrEq("the disk is full")));
  EXPECT_TRUE(saw_stop);
  EXPECT_EQ(started, 2);
}

TEST(RunJobs, StartsNothingMoreOnceAStopIsRequested) {
  std::stop_source source;
  std::atomic<int> started = 0;
  run_jobs(100, 1, source.get_token(), [&](std::size_t, const std::stop_token& stop) {
    ++started;
    source.request_stop();
    EXPECT_TRUE(stop.stop_requested());
  });
  EXPECT_EQ(started, 1);
}

TEST(RunJobs, RefusesZeroJobs) {
  EXPECT_THROW(run_jobs(1, 0, {}, [](std::size_t, const std::stop_token&) {}),
               std::invalid_argument);
}

}}  // namespace anneal
