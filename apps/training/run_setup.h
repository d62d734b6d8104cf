#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/run/config.h"
#include "apps/run/rates.h"
#include "apps/run/result.h"
#include "apps/training/trainer.h"
#include "core/spec/expr.h"
#include "data/dataset.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A data set in memory, and what tells it from any other.
struct LoadedData {
  std::shared_ptr<const DataSplit> split;
  std::string hash;  ///< of all samples, labels and targets
};

LoadedData with_hash(std::shared_ptr<const DataSplit> data);

/// Data sets by their spec, each loaded once and shared by all who ask for it. A set that could not
/// be loaded is tried again the next time. For one thread at a time.
///
/// It stands in scalar_engine.cpp: a program that brings data of its own links no readers of files.
class DataCache final {
 public:
  /// Throws what load_data() throws.
  const LoadedData& get(const spec::Expr& data);

 private:
  std::map<std::string, LoadedData> loaded_;
};

/// A RunConfig with every text read but that of the data.
struct ParsedRun {
  RunConfig config;
  spec::Expr model, optimizer;
  std::optional<spec::Expr> average;
  RunSchedules schedules;
};

/// Checks every setting and reads every text, each once. Throws std::invalid_argument.
ParsedRun parse_run(const RunConfig& config, const ScheduleCatalogue& words);

/// A RunConfig checked and resolved: everything that training needs and does not change, so that
/// any number of trainers can be made of it, on any thread.
struct RunSetup {
  RunHeader header;
  LoadedData data;
  spec::Expr model, optimizer;  ///< canonical
  std::optional<spec::Expr> average;
  std::vector<GroupConfig> groups;     ///< frozen ones too
  RunRates rates;                      ///< before the first update
  std::optional<NamedArrays> initial;  ///< parameters, instead of drawn ones
};

/// Resolves a run against its data, builds its model once and tries it out.
///
/// Throws std::invalid_argument, std::runtime_error for files that cannot be read.
RunSetup set_up(ParsedRun run, LoadedData data, const RunSources& sources = {});
/// The same, loading the data (scalar_engine.cpp).
RunSetup set_up(const RunConfig& config, DataCache& cache, const RunSources& sources = {});
/// With data that the caller has; config.data only names it.
RunSetup set_up(const RunConfig& config,
                std::shared_ptr<const DataSplit> data,
                const RunSources& sources = {});

/// The model with its initial parameters.
std::unique_ptr<Module> initial_model(const RunSetup& run);

/// A trainer before its first update.
Trainer make_trainer(const RunSetup& run);

/// What the schedules of a run multiply: the learning rate, momentum and weight decay that
/// `optimizer` is called with. What a momentum schedule multiplies is called momentum in some rules
/// and beta1 in others. Throws spec::SpecError for an unknown optimizer or argument.
BaseRates base_rates(const spec::Expr& optimizer);

}}  // namespace anneal::ANNEAL_PRECISION
