#pragma once

#include <functional>
#include <string>
#include <vector>

#include "apps/run/observer.h"

namespace anneal {

/// An observer that remembers everything.
struct Recorder final : Observer {
  RunHeader header = {};
  std::vector<UpdateRecord> updates = {};
  std::vector<EvalRecord> evals = {};
  int snapshots = 0;
  int snapshots_at_end = 0;
  std::string last_snapshot = {};
  std::string order = {};  ///< of the calls: start, u, e, s, end
  RunResult result = {};
  std::function<void(const UpdateRecord&)> on_each_update = {};

 private:
  void on_start(const RunConfig& /*config*/, const RunHeader& run_header) override {
    header = run_header;
    order += "start";
  }
  void on_update(const UpdateRecord& record) override {
    updates.push_back(record);
    order += 'u';
    if (on_each_update) {
      on_each_update(record);
    }
  }
  void on_eval(const EvalRecord& record) override {
    evals.push_back(record);
    order += 'e';
  }
  void on_snapshot(const Snapshot& state) override {
    ++snapshots;
    snapshots_at_end += state.at_end() ? 1 : 0;
    last_snapshot = state.safetensors();
    order += 's';
  }
  void on_end(const RunResult& run_result) override {
    result = run_result;
    order += "end";
  }
};

}  // namespace anneal
