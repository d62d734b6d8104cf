#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace anneal {

struct PlanePoint {
  double x = 0;
  double y = 0;
  friend bool operator==(const PlanePoint&, const PlanePoint&) = default;
};

/// A function of two numbers to be minimised, and what is known of it.
struct PlaneFunction {
  std::string text;  ///< as it was given: "rosenbrock(b=10)"
  std::string formula;
  PlanePoint start;                ///< where a descent begins unless told otherwise
  std::optional<double> lowest;    ///< the least value of the loss, if it is bounded below
  std::vector<PlanePoint> minima;  ///< where it takes that value
  std::function<double(double x, double y)> loss;  ///< without noise; for one thread at a time
};

/// Everything that determines a descent. The texts are written in the call grammar of core/spec.
struct DescentConfig {
  std::string function = "rosenbrock";
  /// Carries the base rate: lr(t) = lr * m(t), m(t) from the schedule.
  std::string optimizer = "adam(lr=0.1)";
  /// There is no data here: an update counts as an epoch and as an evaluation of the loss.
  std::string schedule = "constant";
  std::optional<std::string> momentum_schedule = {};
  std::optional<std::string> weight_decay_schedule = {};
  std::int64_t updates = 200;
  std::optional<PlanePoint> start = {};  ///< instead of the function's own
  std::uint64_t seed = 0;                ///< of the gradient noise, where the function has any

  static constexpr std::int64_t kMostUpdates = 10'000'000;
};

/// One point of a descent.
struct DescentRow {
  std::int64_t step = 0;          ///< updates made before
  PlanePoint at = {};             ///< where the optimizer wants to be judged after them
  double loss = 0;                ///< there, without noise
  std::optional<double> lr = {};  ///< the rate that update `step` uses; none after the last update
};

/// The way of one optimizer under one schedule: rows 0 .. N, or fewer if it diverged.
struct Descent {
  std::string optimizer;         ///< with the arguments that were given, the rate among them
  std::string schedule;          ///< in canonical form
  std::vector<DescentRow> rows;  ///< never empty; every number in them is finite
  /// The update whose gradient was not finite, or that led to a point or a loss that is not. The
  /// last row is then the state before it.
  std::optional<std::int64_t> diverged_at = {};
  std::vector<std::string> warnings = {}, notes = {};  ///< as those of a RunHeader
};

/// "done" or "diverged at update 18".
std::string status_text(const Descent& descent);

/// The step of the first row whose loss is at most `loss`; nothing if there is none.
std::optional<std::int64_t> first_at_most(const Descent& descent, double loss);

/// From `point` to the nearest of `minima`; nothing if there are none.
std::optional<double> distance_to_nearest(PlanePoint point, std::span<const PlanePoint> minima);

}  // namespace anneal
