#pragma once

#include <span>
#include <stop_token>
#include <string>

#include "apps/run/config.h"
#include "apps/run/observer.h"
#include "apps/run/precision.h"
#include "apps/run/result.h"

namespace anneal {

/// Trains. One engine serves any number of runs on any number of threads, and loads each data set
/// once for all of them. Make one with make_engine() of apps/study.
class Engine {
 public:
  virtual ~Engine() = default;

  virtual Precision precision() const = 0;

  /// Resolves and checks everything, and loads the data, without training or writing anything.
  ///
  /// Throws std::invalid_argument (spec::SpecError for a text) or std::runtime_error (a data set or
  /// file that cannot be read): either way the input is at fault.
  virtual RunHeader validate(const RunConfig& config) = 0;

  /// The model of `config`, layer by layer: output shape, parameters and floating-point operations
  /// of one sample, as text. Throws what validate() throws.
  virtual std::string layer_table(const RunConfig& config) = 0;

  /// Trains from the initial weights to the end of the run, to divergence, or to a stop request.
  ///
  /// Throws what validate() throws, and what an observer throws.
  virtual RunResult run(const RunConfig& config,
                        std::span<Observer* const> observers,
                        std::stop_token stop) = 0;
};

}  // namespace anneal
