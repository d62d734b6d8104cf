#pragma once

#include <string>

#include "apps/run/config.h"
#include "apps/run/result.h"

namespace anneal {

/// The state of a run between two updates, for whoever wants to keep it; valid during the call
/// only.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  /// Parameters under their own names, what the optimizer keeps for one of them under a name that
  /// extends its ("layers.0.weight.m"), counters in the metadata.
  virtual std::string safetensors() const = 0;
  /// True if no update follows: the run is complete, or was interrupted.
  virtual bool at_end() const = 0;
};

/// Someone who watches a run: writes files, draws a progress bar, collects curves.
///
/// Called on the run's own thread, in the order start, (update | eval snapshot)*, end. Watching
/// changes nothing: a run with and without observers is bitwise the same. An exception ends the run
/// and reaches the caller of Engine::run().
class Observer {
 public:
  virtual ~Observer() = default;

  void start(const RunConfig& config, const RunHeader& header) { on_start(config, header); }
  void update(const UpdateRecord& record) { on_update(record); }
  void eval(const EvalRecord& record) { on_eval(record); }
  /// After each evaluation, and when the run ends other than by divergence.
  void snapshot(const Snapshot& state) { on_snapshot(state); }
  void end(const RunResult& result) { on_end(result); }

 private:
  virtual void on_start(const RunConfig& /*config*/, const RunHeader& /*header*/) {}
  virtual void on_update(const UpdateRecord& /*record*/) {}
  virtual void on_eval(const EvalRecord& /*record*/) {}
  virtual void on_snapshot(const Snapshot& /*state*/) {}
  virtual void on_end(const RunResult& /*result*/) {}
};

}  // namespace anneal
