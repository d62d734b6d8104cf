#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace anneal {

/// Calls task(0), ..., task(count - 1), each once, up to `jobs` at a time on threads of their own.
///
/// A stop request, or the first exception of a task, keeps further tasks from starting and reaches
/// the running ones through their token. Returns when all threads have ended; then throws the
/// exception of the task with the least index, if there is one. Throws std::invalid_argument unless
/// jobs >= 1.
void run_jobs(std::size_t count,
              int jobs,
              std::stop_token stop,
              const std::function<void(std::size_t index, std::stop_token stop)>& task);

}  // namespace anneal
