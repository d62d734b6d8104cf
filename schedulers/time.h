#pragma once

#include <compare>
#include <concepts>
#include <cstdint>

#include "core/spec/length.h"

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

/// Besides the lengths of core/spec/length.h (500_it, 10_ep, 5_pct): 3_ev.
inline namespace literals {
constexpr Evaluations operator""_ev(unsigned long long count) {
  return Evaluations(count);
}
}  // namespace literals

}  // namespace anneal
