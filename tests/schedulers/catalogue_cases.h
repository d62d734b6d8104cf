#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace anneal {

/// Golden values of one schedule in one run: one row for each entry of the catalogue, at least.
struct CatalogueCase {
  std::string name;  ///< of the catalogue entry that the row is about
  std::string text;
  std::int64_t updates_per_epoch;
  std::int64_t total;
  struct Value {
    std::int64_t step;
    double multiplier;
  };
  std::vector<Value> values;  ///< at 0, one before / at / after each boundary, last
  bool falls = false;         ///< never rises
};

const std::vector<CatalogueCase>& catalogue_cases();

}  // namespace anneal
