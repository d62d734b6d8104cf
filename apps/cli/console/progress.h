#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "apps/cli/console/terminal.h"
#include "apps/run/observer.h"

namespace anneal::cli {

/// Shows on stderr how far some work is: a bar that is drawn over itself on a terminal, a line
/// every 10 % in a log. May be told from several threads.
class ProgressDisplay final {
 public:
  /// `total` updates will be made; `quiet` shows nothing.
  ProgressDisplay(const Terminal& terminal, std::int64_t total, bool quiet);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /// `made` more updates are done; `detail` says what is going on: "rate 0.05, loss 0.41".
  void advance(std::int64_t made, const std::string& detail);

  /// True if advance() would draw something now, so that nobody makes a detail that is not shown.
  bool due(std::int64_t made) const;

  /// A line that stays, such as a run that diverged.
  void note(const std::string& text);

  /// Takes the bar away.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  void draw(const std::string& detail);
  void clear();
  std::string time_left() const;

  Terminal terminal_;
  std::int64_t total_;
  bool quiet_;
  std::int64_t done_ = 0;
  std::int64_t next_tenth_ = 1;
  bool drawn_ = false;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point next_draw_ = begin_;
  mutable std::mutex mutex_;
};

/// Watches one run and tells a display about it.
class RunProgress final : public Observer {
 public:
  /// `name` stands before the detail, empty for a single run. `share` is the number of the
  /// display's updates that this run was given: what is left of them when it ends early counts as
  /// done.
  RunProgress(ProgressDisplay& display, std::string name, std::int64_t share);

 private:
  void on_update(const UpdateRecord& record) override;
  void on_eval(const EvalRecord& record) override;
  void on_end(const RunResult& result) override;

  ProgressDisplay& display_;
  std::string name_;
  std::int64_t share_;
  std::int64_t told_ = 0;
  std::int64_t made_ = 0;
  double val_loss_ = -1;
  double smooth_loss_ = 0;
};

}  // namespace anneal::cli
