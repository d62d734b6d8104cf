#include "schedulers/lengths.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/text.h"

namespace anneal {
namespace {

// 16.15 % of 1000 is 161.5, but in doubles 16.15 * 1000 / 100 is 161.49999999999997.
double snapped(double updates) {
  const double half = std::round(updates * 2.0) / 2.0;
  return std::abs(updates - half) <= 1e-12 * std::abs(updates) ? half : updates;
}

// 100000, where the shortest double would be 1e+05.
std::string plain(double value) {
  return spec::to_text(spec::Number{value, spec::Unit::kNone});
}

}  // namespace

double exact_updates(const spec::Number& length, const RunPlan& plan, double slowdown) {
  switch (length.unit) {
    case spec::Unit::kEpochs:
      return snapped(length.value * static_cast<double>(plan.updates_per_epoch.count()) * slowdown);
    case spec::Unit::kPercent:
      return snapped(length.value * static_cast<double>(plan.total.count()) / 100.0);
    default:
      return snapped(length.value * slowdown);
  }
}

std::int64_t rounded(double updates) {
  // Beyond 2^62 no run is that long; the cast of a larger double would be undefined.
  return static_cast<std::int64_t>(std::min(std::floor(updates + 0.5), 0x1p62));
}

std::int64_t fitted(double exact, std::int64_t room) {
  const std::int64_t length = rounded(exact);
  return length > room && exact < static_cast<double>(room + 1) ? room : length;
}

std::vector<std::int64_t> apportion(const std::vector<double>& exact, std::int64_t target) {
  std::vector<std::int64_t> whole(exact.size());
  std::vector<std::size_t> order(exact.size());
  for (std::size_t i = 0; i < exact.size(); ++i) {
    whole[i] = static_cast<std::int64_t>(std::min(std::floor(exact[i]), 0x1p62));
  }
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto remainder = [&](std::size_t i) { return exact[i] - std::floor(exact[i]); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainder(a) > remainder(b); });
  std::int64_t left = target;
  for (const std::int64_t part : whole) {
    left -= part;
  }
  for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left) {
    ++whole[order[i]];
  }
  return whole;
}

std::string arithmetic(const spec::Number& length, const RunPlan& plan, double slowdown) {
  const std::string slowed = slowdown == 1.0 ? "" : join_text(" x ", slowdown);
  const std::string updates = plain(exact_updates(length, plan, slowdown));
  const std::string count = plain(length.value);
  switch (length.unit) {
    case spec::Unit::kEpochs:
      return join_text(count, " epochs x ", plan.updates_per_epoch.count(), " updates", slowed,
                       " = ", updates);
    case spec::Unit::kPercent:
      return join_text(count, "% of ", plan.total.count(), " updates = ", updates);
    default:
      return join_text(count, " updates", slowed, slowed.empty() ? "" : join_text(" = ", updates));
  }
}

}  // namespace anneal
