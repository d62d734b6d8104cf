#pragma once

#include "models/problems/problem.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

// Functions of two numbers on which paths of optimizers can be seen. Each is a plain function of
// Vars of shape (1), to be used anywhere; PlaneProblem makes a Problem of it.

struct RosenbrockOptions {
  double a = 1;
  double b = 100;
};

/// A curved valley: (a - x)^2 + b (y - x^2)^2. Lowest: 0 at (a, a^2).
/// Source: Rosenbrock 1960.
Var rosenbrock(const Var& x, const Var& y, const RosenbrockOptions& options = {});

/// Plateaus and a steep rim: (1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2.
/// Lowest: 0 at (3, 0.5). Source: Beale 1958.
Var beale(const Var& x, const Var& y);

/// Four valleys of equal depth: (x^2 + y - 11)^2 + (x + y^2 - 7)^2.
/// Lowest: 0 at (3, 2), (-2.8051, 3.1313), (-3.7793, -3.2832) and (3.5844, -1.8481).
/// Source: Himmelblau 1972.
Var himmelblau(const Var& x, const Var& y);

/// A tilted bowl, curvatures 2 and 18: (x + 2 y - 7)^2 + (2 x + y - 5)^2. Lowest: 0 at (1, 3).
Var booth(const Var& x, const Var& y);

/// x^2 - y^2: stationary at (0, 0), unbounded below along y.
Var saddle(const Var& x, const Var& y);

struct PlaneStart {
  double x = 0;
  double y = 0;
};

/// A function of the plane with a starting point.
///
/// Parameters: "point" (2), x and y.
class PlaneProblem final : public Problem {
 public:
  using Function = Var (*)(const Var& x, const Var& y);

  /// `minima` are where the function takes its lowest value 0; one without any is not bounded
  /// below.
  PlaneProblem(Function function,
               const PlaneStart& start,
               const std::vector<std::vector<double>>& minima);

 private:
  Var compute(const Context& context) const override;

  Function function_;
};

/// Rosenbrock's function with its two constants, as a problem.
class RosenbrockProblem final : public Problem {
 public:
  RosenbrockProblem(const RosenbrockOptions& options, const PlaneStart& start);

 private:
  Var compute(const Context& context) const override;

  RosenbrockOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
