#include "apps/training/descend.h"

// As in engine.cpp: this file belongs to no precision, and only knows what double has
// (scalar_descend.cpp).
namespace anneal::f64 {
PlaneFunction plane_function_in_this_precision(const std::string& text);
Descent descend_in_this_precision(const DescentConfig& config, const ScheduleCatalogue& words);
}  // namespace anneal::f64

namespace anneal {

PlaneFunction plane_function(const std::string& text) {
  return f64::plane_function_in_this_precision(text);
}

Descent descend(const DescentConfig& config, const ScheduleCatalogue& words) {
  return f64::descend_in_this_precision(config, words);
}

}  // namespace anneal
