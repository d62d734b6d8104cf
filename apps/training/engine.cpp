#include "apps/training/engine.h"

#include <type_traits>

#include "apps/training/data_cache.h"
#include "apps/training/loop.h"
#include "apps/training/run_setup.h"
#include "core/state.h"
#include "models/model_state.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

class ScalarEngine final : public Engine {
 public:
  Precision precision() const override {
    return std::is_same_v<Scalar, double> ? Precision::kDouble : Precision::kFloat;
  }

  RunHeader validate(const RunConfig& config) override { return set_up(config, data_).header; }

  std::string layer_table(const RunConfig& config) override {
    const RunSetup run = set_up(config, data_);
    return summary_table(*run.model, run.data->train.sample_shape());
  }

  RunResult run(const RunConfig& config,
                std::span<Observer* const> observers,
                std::stop_token stop) override {
    RunSetup run = set_up(config, data_);
    if (config.save_init) {
      save_state(state_of(*run.model), config.save_init->string());
    }
    return train(run, observers, stop);
  }

 private:
  DataCache data_;
};

}  // namespace

std::unique_ptr<Engine> make_engine_of_this_precision() {
  return std::make_unique<ScalarEngine>();
}

}}  // namespace anneal::ANNEAL_PRECISION
