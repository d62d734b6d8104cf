#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace anneal::cli {

/// While it lives, Ctrl-C (SIGINT) and SIGTERM ask for a stop instead of ending the program: the
/// run ends after its current update, and everything that it made is on disk. A second one ends
/// the program at once, with exit code 130.
///
/// Make it before any other thread, which then inherits the blocked signals.
class Interrupt final {
 public:
  Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt();

  std::stop_token token() const { return stop_.get_token(); }
  bool requested() const { return stop_.stop_requested(); }

 private:
  void watch(const std::stop_token& closed);

  std::stop_source stop_;
  sigset_t old_mask_ = {};
  std::jthread watcher_;
};

}  // namespace anneal::cli
