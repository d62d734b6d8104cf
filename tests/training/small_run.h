#pragma once

#include "apps/training/loop.h"
#include "models/module.h"
#include "tests/training/recorder.h"

namespace anneal {

/// A run of milliseconds: 4 epochs on 3 blobs.
inline RunConfig small_run() {
  RunConfig config;
  config.data = "blobs(n=200, classes=3, noise=0.3)";
  config.model = "mlp(16)";
  config.optimizer = "sgd(lr=0.1, momentum=0.9)";
  config.epochs = 4;
  config.batch_size = 16;
  return config;
}

/// A run that has ended, with everything in it.
struct Trained {
  RunSetup run;
  Recorder recorder = {};
  State before = {}, after = {};  ///< the model's parameters
};

inline Trained trained(const RunConfig& config) {
  DataCache cache;
  Trained result{.run = set_up(config, cache)};
  result.before = state_of(*result.run.model);
  Observer* observers[] = {&result.recorder};
  train(result.run, observers, {});
  result.after = state_of(*result.run.model);
  return result;
}

inline std::vector<Scalar> elements(const State& state, const std::string& name) {
  const std::span<const Scalar> values = state.at(name).values();
  return {values.begin(), values.end()};
}

}  // namespace anneal
