#include "apps/study/run_jobs.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <utility>
#include <vector>

#include "core/check.h"

namespace anneal {

void run_jobs(std::size_t count,
              int jobs,
              std::stop_token stop,
              const std::function<void(std::size_t index, std::stop_token stop)>& task) {
  check(jobs >= 1, "jobs: must be at least 1, got ", jobs);
  std::stop_source inner;
  const std::stop_callback forward_stop(std::move(stop), [&inner] { inner.request_stop(); });
  std::vector<std::exception_ptr> failures(count);
  std::atomic<std::size_t> next = 0;

  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < std::min(count, static_cast<std::size_t>(jobs)); ++i) {
      workers.emplace_back([&] {
        for (;;) {
          const std::size_t index = next++;
          if (index >= count || inner.stop_requested()) {
            return;
          }
          try {
            task(index, inner.get_token());
          } catch (...) {
            failures[index] = std::current_exception();
            inner.request_stop();
          }
        }
      });
    }
  }  // joins

  for (const std::exception_ptr& failure : failures) {
    if (failure) {
      std::rethrow_exception(failure);
    }
  }
}

}  // namespace anneal
