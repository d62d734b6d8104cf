#pragma once

#include <cstdint>
#include <optional>

#include "apps/run/result.h"
#include "core/named_arrays.h"

namespace anneal {

/// A run between two updates, for whoever wants to look at it or to keep it. Looking changes
/// nothing: what is returned are copies.
class RunView {
 public:
  virtual ~RunView() = default;
  /// Updates made so far.
  virtual std::int64_t step() const = 0;
  /// True if no update follows: the run is complete, or was interrupted.
  virtual bool at_end() const = 0;
  /// The model's parameters and buffers under their own names ("layers.0.weight"), as they are
  /// judged.
  virtual NamedArrays parameters() const = 0;
  /// The same with the weight average in them; nothing if there is none, or none yet.
  virtual std::optional<NamedArrays> average() const = 0;
  /// All that the next updates depend on besides the RunConfig: parameters() and, under names that
  /// extend theirs ("layers.0.weight.m"), what the optimizer and the weight average keep; in the
  /// metadata counters, and what metric-driven schedules have seen.
  virtual NamedArrays state() const = 0;
};

/// Someone who watches a run: writes files, draws a progress bar, collects curves.
///
/// Called on the run's own thread, in the order start, (update | eval | pause)*, end. Watching
/// changes nothing: a run with and without observers is bitwise the same. An exception ends the run
/// and reaches the caller of Run::train().
class Observer {
 public:
  virtual ~Observer() = default;

  /// Before the first update; `run` may be looked at until end() returns.
  void start(const RunHeader& header, const RunView& run) { on_start(header, run); }
  void update(const UpdateRecord& record) { on_update(record); }
  void eval(const EvalRecord& record) { on_eval(record); }
  /// After each evaluation, or as often as the run says (checkpoint_every), and when it is
  /// interrupted: a moment to keep `run`, whose view lives during the call only. Its parameters are
  /// finite: what has diverged is not worth keeping.
  void pause(const RunView& run) { on_pause(run); }
  void end(const RunResult& result) { on_end(result); }

 private:
  virtual void on_start(const RunHeader& /*header*/, const RunView& /*run*/) {}
  virtual void on_update(const UpdateRecord& /*record*/) {}
  virtual void on_eval(const EvalRecord& /*record*/) {}
  virtual void on_pause(const RunView& /*run*/) {}
  virtual void on_end(const RunResult& /*result*/) {}
};

}  // namespace anneal
