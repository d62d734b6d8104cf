#include "apps/training/engine.h"

#include <utility>

// The two precisions live in namespaces of their own, and this file belongs to neither: it only
// knows that both have a maker (scalar_engine.cpp).
namespace anneal::f32 {
std::unique_ptr<PrecisionEngine> make_precision_engine();
}
namespace anneal::f64 {
std::unique_ptr<PrecisionEngine> make_precision_engine();
}

namespace anneal {

Engine::Engine(RunSources sources)
    : sources_(std::move(sources)),
      float_(f32::make_precision_engine()),
      double_(f64::make_precision_engine()) {}

Engine::~Engine() = default;

std::unique_ptr<Run> Engine::prepare(const RunConfig& config) {
  return (config.precision == Precision::kFloat ? float_ : double_)->prepare(config, sources_);
}

}  // namespace anneal
