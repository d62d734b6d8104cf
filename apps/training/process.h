#pragma once

#include <chrono>
#include <cstdint>

namespace anneal {

/// While one of these lives, this thread's processor takes numbers too small for full precision
/// (denormals) as zero, on input and on output; before and after as it was.
///
/// Momenta of inputs that are rarely lit decay into denormals after some hundred updates, where
/// every operation takes the slow path: without this Adam becomes 3 times slower in float.
class FlushDenormals final {
 public:
  FlushDenormals();
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;
  ~FlushDenormals();

 private:
  std::uint64_t outer_;
};

/// The largest amount of memory that the process has held at any time so far.
std::int64_t peak_resident_bytes();

/// Adds up the time between start() and stop(), over any number of pairs.
class Stopwatch final {
 public:
  void start() { started_ = Clock::now(); }
  void stop() { total_ += Clock::now() - started_; }
  double seconds() const { return std::chrono::duration<double>(total_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point started_;
  Clock::duration total_{};
};

}  // namespace anneal
