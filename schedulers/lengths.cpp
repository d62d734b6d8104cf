#include "schedulers/lengths.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/text.h"

namespace anneal {
namespace {

// 16.15 % of 1000 is 161.5, but in doubles 16.15 * 1000 / 100 is 161.49999999999997.
double without_noise(double updates) {
  const double half = std::round(updates * 2.0) / 2.0;
  return std::abs(updates - half) <= 1e-12 * std::abs(updates) ? half : updates;
}

// 100000, where the shortest double would be 1e+05.
std::string plain(double value) {
  return spec::to_text(spec::Number{value, spec::Unit::kNone});
}

std::int64_t whole(const spec::Arguments& arguments,
                   const std::string& name,
                   const spec::Number& length,
                   const RunPlan& plan,
                   double slowdown) {
  const double exact = exact_updates(length, plan, slowdown);
  const std::int64_t count = rounded(exact);
  if (count == 0 && exact > 0.0) {
    throw arguments.error(name, join_text(arithmetic(length, plan, slowdown),
                                          ", which rounds to 0 updates (write at least 1it)"));
  }
  return count;
}

}  // namespace

double exact_updates(const spec::Number& length, const RunPlan& plan, double slowdown) {
  switch (length.unit) {
    case spec::Unit::kEpochs:
      return without_noise(length.value * static_cast<double>(plan.updates_per_epoch.count()) *
                           slowdown);
    case spec::Unit::kPercent:
      return without_noise(length.value * static_cast<double>(plan.total.count()) / 100.0);
    default:
      return without_noise(length.value * slowdown);
  }
}

std::int64_t rounded(double updates) {
  // Beyond 2^62 no run is that long; the cast of a larger double would be undefined.
  return static_cast<std::int64_t>(std::min(std::floor(updates + 0.5), 0x1p62));
}

std::int64_t rounded_within(double exact, std::int64_t available) {
  const std::int64_t length = rounded(exact);
  return length > available && exact < static_cast<double>(available + 1) ? available : length;
}

std::int64_t whole_updates(const spec::Arguments& arguments,
                           const std::string& name,
                           const RunPlan& plan,
                           double slowdown) {
  return whole(arguments, name, arguments.length(name), plan, slowdown);
}

std::vector<std::int64_t> whole_updates_each(const spec::Arguments& arguments,
                                             const std::string& name,
                                             const RunPlan& plan,
                                             double slowdown) {
  std::vector<std::int64_t> result;
  for (const spec::Number& length : arguments.lengths(name)) {
    result.push_back(whole(arguments, name, length, plan, slowdown));
  }
  return result;
}

std::vector<std::int64_t> apportion(const std::vector<double>& exact, std::int64_t target) {
  std::vector<std::int64_t> whole(exact.size());
  std::vector<std::size_t> order(exact.size());
  for (std::size_t i = 0; i < exact.size(); ++i) {
    whole[i] = static_cast<std::int64_t>(std::min(std::floor(exact[i]), 0x1p62));
  }
  // Largest remainder: whole parts first, then the updates that rounding down left over, one each
  // to the pieces that lost most. Rounding each piece by itself could sum to one update too many or
  // too few; a stable sort gives an update to the earlier of two equal pieces, on every machine.
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
