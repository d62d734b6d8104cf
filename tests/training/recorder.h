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
  int pauses = 0;
  int pauses_at_end = 0;
  NamedArrays initial = {};     ///< parameters and buffers before the first update
  NamedArrays last_state = {};  ///< of the last pause
  std::string order = {};       ///< of the calls: start, u, e, p, end
  RunResult result = {};
  std::function<void(const UpdateRecord&)> on_each_update = {};

 private:
  void on_start(const RunHeader& run_header, const RunView& run) override {
    header = run_header;
    initial = run.parameters();
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
  void on_pause(const RunView& run) override {
    ++pauses;
    pauses_at_end += run.at_end() ? 1 : 0;
    last_state = run.state();
    order += 'p';
  }
  void on_end(const RunResult& run_result) override {
    result = run_result;
    order += "end";
  }
};

}  // namespace anneal
