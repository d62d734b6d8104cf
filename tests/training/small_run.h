#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "apps/training/loop.h"
#include "apps/training/network.h"
#include "apps/training/run_setup.h"
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

inline RunSetup set_up_alone(const RunConfig& config, const RunSources& sources = {}) {
  DataCache cache;
  return set_up(config, cache, sources);
}

/// The network that a trainer of a RunSetup trains.
inline const Module& model_of(const Trainer& trainer) {
  return dynamic_cast<const Network&>(trainer.objective()).model();
}

/// A run that has ended, with everything in it.
struct Trained {
  RunSetup setup;
  Trainer trainer;
  Recorder recorder = {};
  State before = {}, after = {};  ///< the model's parameters and buffers
};

inline Trained trained(const RunSetup& setup) {
  Trained result{.setup = setup, .trainer = make_trainer(setup)};
  result.before = result.trainer.objective().state();
  Observer* observers[] = {&result.recorder};
  train(result.trainer, observers, {});
  result.after = result.trainer.objective().state();
  return result;
}

inline Trained trained(const RunConfig& config) {
  return trained(set_up_alone(config));
}

inline std::vector<Scalar> elements(const State& state, const std::string& name) {
  const std::span<const Scalar> values = state.at(name).values();
  return {values.begin(), values.end()};
}

}  // namespace anneal
