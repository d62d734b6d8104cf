#include <utility>

#include "apps/training/engine.h"
#include "apps/training/loop.h"
#include "apps/training/run_setup.h"
#include "core/spec/bind.h"
#include "core/spec/parse.h"
#include "data/catalogue.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

const LoadedData& DataCache::get(const spec::Expr& data) {
  LoadedData& entry = loaded_[spec::print(data)];
  if (!entry.split) {
    entry = with_hash(std::make_shared<const DataSplit>(load_data(data)));
  }
  return entry;
}

RunSetup set_up(const RunConfig& config, DataCache& cache, const RunSources& sources) {
  ParsedRun run = parse_run(config, sources.words);
  const spec::Arguments data = spec::read_call(config.data, "data set", data_catalogue());
  run.config.data = spec::print(data.canonical());
  const LoadedData& loaded = cache.get(data.canonical());  // after all checks: it may take a while
  RunSetup setup = set_up(std::move(run), loaded, sources);
  setup.header.expanded["data"] = spec::print(data.expanded());
  return setup;
}

/// See engine.cpp.
std::unique_ptr<PrecisionEngine> make_precision_engine();

namespace {

class ScalarRun final : public Run {
 public:
  explicit ScalarRun(RunSetup setup) : setup_(std::move(setup)) {}

  const RunHeader& header() const override { return setup_.header; }
  const RunRates& rates() const override { return setup_.rates; }

  std::string layer_table() const override {
    return summary_table(*initial_model(setup_), setup_.data.split->train.sample_shape());
  }

  RunResult train(std::span<Observer* const> observers,
                  const std::stop_token& stop,
                  const NamedArrays* state) const override {
    Trainer trainer = make_trainer(setup_);
    if (state != nullptr) {
      trainer.load(state_from(*state));
    }
    return anneal::train(trainer, observers, stop);
  }

 private:
  RunSetup setup_;
};

class ScalarEngine final : public PrecisionEngine {
 public:
  std::unique_ptr<Run> prepare(const RunConfig& config, const RunSources& sources) override {
    return std::make_unique<ScalarRun>(set_up(config, data_, sources));
  }

 private:
  DataCache data_;
};

}  // namespace

std::unique_ptr<PrecisionEngine> make_precision_engine() {
  return std::make_unique<ScalarEngine>();
}

}}  // namespace anneal::ANNEAL_PRECISION
