#include "apps/training/engines.h"

// The two precisions live in namespaces of their own, and this file belongs to neither: it only
// knows that both have a maker (apps/training/engine.h).
namespace anneal::f32 {
std::unique_ptr<Engine> make_engine_of_this_precision();
}
namespace anneal::f64 {
std::unique_ptr<Engine> make_engine_of_this_precision();
}

namespace anneal {

std::unique_ptr<Engine> make_engine(Precision precision) {
  return precision == Precision::kFloat ? f32::make_engine_of_this_precision()
                                        : f64::make_engine_of_this_precision();
}

}  // namespace anneal
