#include <utility>

#include "apps/training/engine.h"
#include "apps/training/loop.h"
#include "apps/training/run_setup.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
