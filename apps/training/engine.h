#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string>

#include "apps/run/config.h"
#include "apps/run/observer.h"
#include "apps/run/rates.h"
#include "apps/run/result.h"

namespace anneal {

/// A run that is checked, resolved and ready to train. Nothing of it changes: it can be trained any
/// number of times, on any thread, each time from its initial parameters or from a state.
class Run {
 public:
  virtual ~Run() = default;

  virtual const RunHeader& header() const = 0;
  virtual const RunRates& rates() const = 0;

  /// The model, layer by layer: output shape, parameters and floating-point operations of one
  /// sample, as text.
  virtual std::string layer_table() const = 0;

  /// Trains to the end of the run, to divergence, or to a stop request; from `state`, if it is not
  /// nullptr, which a RunView of the same run has given.
  ///
  /// Throws what an observer throws, and std::runtime_error or std::invalid_argument for a state
  /// that does not fit.
  virtual RunResult train(std::span<Observer* const> observers,
                          const std::stop_token& stop,
                          const NamedArrays* state = nullptr) const = 0;
};

class PrecisionEngine;

/// The door to training, in both precisions: what is outside of it knows no tensors. Loads each
/// data set once for all runs. For one thread at a time; the runs that it gives are for any.
class Engine final {
 public:
  explicit Engine(RunSources sources = {});
  ~Engine();

  /// Resolves and checks everything, and loads the data, without training or writing anything. A
  /// text is read once here, and nowhere again.
  ///
  /// Throws std::invalid_argument (spec::SpecError for a text) or std::runtime_error (a data set or
  /// file that cannot be read): either way the input is at fault.
  std::unique_ptr<Run> prepare(const RunConfig& config);

 private:
  RunSources sources_;
  std::unique_ptr<PrecisionEngine> float_, double_;
};

/// The engine of one precision; scalar_engine.cpp has it, once in each.
class PrecisionEngine {
 public:
  virtual ~PrecisionEngine() = default;
  virtual std::unique_ptr<Run> prepare(const RunConfig& config, const RunSources& sources) = 0;
};

}  // namespace anneal
