#pragma once

#include <memory>
#include <vector>

#include "apps/training/data_cache.h"
#include "apps/training/plain/run_config.h"
#include "apps/training/plain/run_rates.h"
#include "apps/training/plain/run_result.h"
#include "data/dataset.h"
#include "models/module.h"
#include "optim/optimizer.h"
#include "optim/weight_average.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A RunConfig with everything resolved: what the loop works with.
struct RunSetup {
  RunConfig config;
  RunHeader header;
  std::shared_ptr<const DataSplit> data;
  /// The training samples on which evaluations measure the training loss: kTrainSample at random,
  /// the same in every run on this data set. Empty means all, as there are no more than that.
  std::vector<Index> train_sample;
  std::unique_ptr<Module> model;
  NamedParameters parameters;       ///< all of the model's
  NamedParameters trained;          ///< without those that a group freezes
  std::vector<GroupConfig> groups;  ///< frozen ones too
  std::unique_ptr<Optimizer> optimizer;
  std::unique_ptr<WeightAverage> average;  ///< nullptr if none is asked for
  std::vector<std::string> logged;         ///< shared numbers of the optimizer for the log
  RunRates rates;
};

inline constexpr Index kTrainSample = 10'000;

/// Checks and resolves `config`: loads the data (or finds it in `cache`), builds model and
/// optimizer, reads the initial parameters, resolves the schedules against the length of the run.
///
/// Throws std::invalid_argument, std::runtime_error for files that cannot be read.
RunSetup set_up(const RunConfig& config, DataCache& cache);

/// The same with data that the caller has; config.data only names it.
RunSetup set_up(const RunConfig& config, std::shared_ptr<const DataSplit> data);

}}  // namespace anneal::ANNEAL_PRECISION
