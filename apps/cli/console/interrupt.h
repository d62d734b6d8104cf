#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace anneal::cli {

/// While it lives, the signals that ask a program to end are held back in this thread and those
/// that it starts: Ctrl-C (SIGINT), SIGTERM, and a terminal that was closed (SIGHUP) and a used-up
/// time limit (SIGXCPU) unless the caller had these two ignored, as nohup does. One that came and
/// that nobody took ends the program when this ends.
class HeldSignals final {
 public:
  HeldSignals();
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals();

  const sigset_t& signals() const { return signals_; }

 private:
  sigset_t signals_ = {};
  sigset_t old_mask_ = {};
};

/// While it lives, such a signal asks for a stop: the run ends after its current update, and
/// everything that it made is on disk. A second one ends the program at once.
///
/// Make it before any other thread, which then inherits the held signals.
class Interrupt final {
 public:
  Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt();

  std::stop_token token() const { return stop_.get_token(); }
  bool requested() const { return stop_.stop_requested(); }
  /// 128 + the signal that came, 130 for Ctrl-C, as shells say it.
  int exit_code() const;

 private:
  void watch(const std::stop_token& closed);

  HeldSignals held_;
  std::stop_source stop_;
  std::atomic<int> signal_ = SIGINT;
  std::jthread watcher_;
};

}  // namespace anneal::cli
