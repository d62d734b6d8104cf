#include "core/spec/length.h"

#include <algorithm>
#include <cmath>

#include "core/check.h"
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

/// What is wrong with a length of which nothing is left; empty if all is well.
std::string lost(const spec::Number& length, const RunLength& run, double slowdown) {
  const double exact = exact_updates(length, run, slowdown);
  return rounded(exact) == 0 && exact > 0.0
             ? join_text(arithmetic(length, run, slowdown),
                         ", which rounds to 0 updates (write at least 1it)")
             : std::string();
}

std::int64_t whole(const spec::Arguments& arguments,
                   const std::string& name,
                   const spec::Number& length,
                   const RunLength& run,
                   double slowdown) {
  if (const std::string problem = lost(length, run, slowdown); !problem.empty()) {
    throw arguments.error(name, problem);
  }
  return rounded(exact_updates(length, run, slowdown));
}

}  // namespace

double exact_updates(const spec::Number& length, const RunLength& run, double slowdown) {
  switch (length.unit) {
    case spec::Unit::kEpochs:
      return without_noise(length.value * static_cast<double>(run.updates_per_epoch.count()) *
                           slowdown);
    case spec::Unit::kPercent:
      return without_noise(length.value * static_cast<double>(run.total.count()) / 100.0);
    default:
      return without_noise(length.value * slowdown);
  }
}

std::int64_t rounded(double updates) {
  // The cast of a larger double would be undefined.
  return static_cast<std::int64_t>(
      std::min(std::floor(updates + 0.5), static_cast<double>(kEndless)));
}

std::int64_t whole_updates(const Length& length, const RunLength& run, const std::string& what) {
  const double value = length.number().value;
  check(value >= 0.0 && std::isfinite(value), what, " must be finite and >= 0, got ",
        spec::to_text(length.number()));
  const std::string problem = lost(length.number(), run, 1.0);
  check(problem.empty(), what, ": ", problem);
  return rounded(exact_updates(length.number(), run));
}

std::int64_t whole_updates(const spec::Arguments& arguments,
                           const std::string& name,
                           const RunLength& run,
                           double slowdown) {
  return whole(arguments, name, arguments.length(name), run, slowdown);
}

std::vector<std::int64_t> whole_updates_each(const spec::Arguments& arguments,
                                             const std::string& name,
                                             const RunLength& run,
                                             double slowdown) {
  std::vector<std::int64_t> result;
  for (const spec::Number& length : arguments.lengths(name)) {
    result.push_back(whole(arguments, name, length, run, slowdown));
  }
  return result;
}

std::string arithmetic(const spec::Number& length, const RunLength& run, double slowdown) {
  const std::string slowed = slowdown == 1.0 ? "" : join_text(" x ", slowdown);
  const std::string updates = plain(exact_updates(length, run, slowdown));
  const std::string count = plain(length.value);
  switch (length.unit) {
    case spec::Unit::kEpochs:
      return join_text(count, " epochs x ", run.updates_per_epoch.count(), " updates", slowed,
                       " = ", updates);
    case spec::Unit::kPercent:
      return join_text(count, "% of ", run.total.count(), " updates = ", updates);
    default:
      return join_text(count, " updates", slowed, slowed.empty() ? "" : join_text(" = ", updates));
  }
}

}  // namespace anneal
