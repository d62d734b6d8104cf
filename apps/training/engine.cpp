#include "apps/training/engine.h"

#include <utility>

#include "apps/training/descend.h"

// The two precisions live in namespaces of their own, and this file belongs to neither: it only
// knows that both have a maker (scalar_engine.cpp), and that double can descend
// (scalar_descend.cpp).
namespace anneal { inline namespace f32 {
std::unique_ptr<PrecisionEngine> make_precision_engine();
}}  // namespace anneal::f32
namespace anneal { inline namespace f64 {
std::unique_ptr<PrecisionEngine> make_precision_engine();
PlaneFunction plane_function_in_this_precision(const std::string& text);
Descent descend_in_this_precision(const DescentConfig& config, const ScheduleCatalogue& words);
}}  // namespace anneal::f64

namespace anneal {

Engine::Engine(RunSources sources)
    : sources_(std::move(sources)),
      float_(f32::make_precision_engine()),
      double_(f64::make_precision_engine()) {}

Engine::~Engine() = default;

std::unique_ptr<Run> Engine::prepare(const RunConfig& config) {
  return (config.precision == Precision::kFloat ? float_ : double_)->prepare(config, sources_);
}

PlaneFunction plane_function(const std::string& text) {
  return f64::plane_function_in_this_precision(text);
}

Descent descend(const DescentConfig& config, const ScheduleCatalogue& words) {
  return f64::descend_in_this_precision(config, words);
}

}  // namespace anneal
