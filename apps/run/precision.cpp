#include "apps/run/precision.h"

#include "core/check.h"

namespace anneal {

std::string to_text(Precision precision) {
  return precision == Precision::kFloat ? "float" : "double";
}

Precision parse_precision(std::string_view text) {
  check(text == "float" || text == "double", "precision: \"", text,
        "\" is neither float nor double");
  return text == "float" ? Precision::kFloat : Precision::kDouble;
}

}  // namespace anneal
