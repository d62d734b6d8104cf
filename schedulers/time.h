#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <string>

#include "core/spec/expr.h"

namespace anneal {

/// A point in time: the 0-based index of the update about to be made, which is also the number of
/// updates already made. A run of N updates uses the steps 0 .. N-1. Not a length.
class Step final {
 public:
  template <std::integral T>
  constexpr explicit Step(T index) : index_(static_cast<std::int64_t>(index)) {}
  constexpr std::int64_t index() const { return index_; }
  friend constexpr auto operator<=>(Step, Step) = default;

 private:
  std::int64_t index_;
};

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

/// A count of evaluations, for schedules driven by a metric: 3_ev.
class Evaluations final {
 public:
  template <std::integral T>
  constexpr explicit Evaluations(T count) : count_(static_cast<std::int64_t>(count)) {}
  constexpr std::int64_t count() const { return count_; }
  friend constexpr auto operator<=>(Evaluations, Evaluations) = default;

 private:
  std::int64_t count_;
};

constexpr Step operator+(Step point, Steps length) {
  return Step(point.index() + length.count());
}
constexpr Steps operator-(Step a, Step b) {
  return Steps(a.index() - b.index());
}

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

/// What a schedule gives: a dimensionless factor >= 0 of a base value.
class Multiplier final {
 public:
  constexpr explicit Multiplier(double value) : value_(value) {}
  constexpr double value() const { return value_; }
  friend constexpr auto operator<=>(Multiplier, Multiplier) = default;

 private:
  double value_;
};

/// An absolute learning rate (or another absolute hyper-parameter that a schedule scales).
class LearningRate final {
 public:
  constexpr explicit LearningRate(double value) : value_(value) {}
  constexpr double value() const { return value_; }
  friend constexpr auto operator<=>(LearningRate, LearningRate) = default;

 private:
  double value_;
};

/// lr(t) = base * m(t).
constexpr LearningRate operator*(LearningRate base, Multiplier multiplier) {
  return LearningRate(base.value() * multiplier.value());
}

/// Units for C++: 500_it, 10_ep, 0.5_ep, 5_pct, 3_ev.
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
constexpr Evaluations operator""_ev(unsigned long long count) {
  return Evaluations(count);
}
}  // namespace literals

}  // namespace anneal
