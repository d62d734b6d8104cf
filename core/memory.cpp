#include "core/memory.h"

#include <array>
#include <cmath>

namespace anneal {

std::string bytes_text(double bytes) {
  constexpr std::array kUnits = {" bytes", " kB", " MB", " GB", " TB", " PB", " EB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < kUnits.size()) {
    bytes /= 1000.0;
    ++unit;
  }
  const double step = bytes < 10.0 ? 100.0 : bytes < 100.0 ? 10.0 : 1.0;
  return to_text(std::round(bytes * step) / step) + kUnits[unit];
}

}  // namespace anneal
