#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <string>
#include <vector>

#include "core/spec/arguments.h"
#include "core/spec/expr.h"

namespace anneal {

/// A length in updates: 500_it, or 500it in text.
class Steps final {
 public:
  template <std::integral T>
  constexpr explicit Steps(T count) : count_(static_cast<std::int64_t>(count)) {}
  constexpr std::int64_t count() const { return count_; }
  friend constexpr auto operator<=>(Steps, Steps) = default;

 private:
  std::int64_t count_;
};

/// A length in epochs: 10_ep or 0.5_ep.
class Epochs final {
 public:
  constexpr explicit Epochs(double count) : count_(count) {}
  constexpr double count() const { return count_; }
  friend constexpr auto operator<=>(Epochs, Epochs) = default;

 private:
  double count_;
};

/// A length as a share of the run: 5_pct.
class Fraction final {
 public:
  constexpr explicit Fraction(double percent) : percent_(percent) {}
  constexpr double percent() const { return percent_; }
  friend constexpr auto operator<=>(Fraction, Fraction) = default;

 private:
  double percent_;
};

/// A length in any of the three units. Never a bare number, never a point.
class Length final {
 public:
  Length(Steps steps)  // NOLINT(google-explicit-constructor): the three units are what a Length is
      : number_{static_cast<double>(steps.count()), spec::Unit::kUpdates} {}
  Length(Epochs epochs)  // NOLINT(google-explicit-constructor)
      : number_{epochs.count(), spec::Unit::kEpochs} {}
  Length(Fraction fraction)  // NOLINT(google-explicit-constructor)
      : number_{fraction.percent(), spec::Unit::kPercent} {}

  /// From a checked argument of the grammar, whose unit is it, ep or %.
  static Length of(const spec::Number& number) {
    Length length{Steps(0)};
    length.number_ = number;
    return length;
  }
  /// As the grammar writes it: 500it, 10ep, 5%.
  const spec::Number& number() const { return number_; }
  friend bool operator==(const Length&, const Length&) = default;

 private:
  spec::Number number_;
};

/// Units for C++: 500_it, 10_ep, 0.5_ep, 5_pct.
inline namespace literals {
constexpr Steps operator""_it(unsigned long long count) {
  return Steps(count);
}
constexpr Epochs operator""_ep(unsigned long long count) {
  return Epochs(static_cast<double>(count));
}
constexpr Epochs operator""_ep(long double count) {
  return Epochs(static_cast<double>(count));
}
constexpr Fraction operator""_pct(unsigned long long percent) {
  return Fraction(static_cast<double>(percent));
}
constexpr Fraction operator""_pct(long double percent) {
  return Fraction(static_cast<double>(percent));
}
}  // namespace literals

/// What lengths in epochs and percent are of: defined once for a run, after gradient accumulation
/// and after dropping the last incomplete batch.
struct RunLength {          // NOLINT(cppcoreguidelines-pro-type-member-init): both must be given
  Steps updates_per_epoch;  ///< > 0
  Steps total;              ///< N > 0: the run makes the updates 0 .. N-1
};

/// A length in updates, before rounding.
///
///   it: n * slowdown     ep: n * updates_per_epoch * slowdown     %: n / 100 * total
///
/// Results that miss a whole or half update only by the rounding of doubles are moved onto it.
double exact_updates(const spec::Number& length, const RunLength& run, double slowdown = 1.0);

/// Longer than any run, and short enough that a few such lengths can be added up.
inline constexpr std::int64_t kEndless = std::int64_t{1} << 60;

/// Halves up; at most kEndless.
std::int64_t rounded(double updates);

/// A length in whole updates; halves round up. Throws std::invalid_argument, which begins with
/// `what`, unless it is finite and >= 0, and if a positive one rounds to 0.
std::int64_t whole_updates(const Length& length, const RunLength& run, const std::string& what);

/// A length among the arguments in whole updates; halves round up. Throws SpecError if a positive
/// one rounds to 0.
std::int64_t whole_updates(const spec::Arguments& arguments,
                           const std::string& name,
                           const RunLength& run,
                           double slowdown = 1.0);
/// The same for each length of a list.
std::vector<std::int64_t> whole_updates_each(const spec::Arguments& arguments,
                                             const std::string& name,
                                             const RunLength& run,
                                             double slowdown = 1.0);

/// "1000 epochs x 100 updates = 100000 updates": how a length becomes updates in this run.
std::string arithmetic(const spec::Number& length, const RunLength& run, double slowdown = 1.0);

}  // namespace anneal
