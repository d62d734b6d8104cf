#include "optim/averages.h"

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/rng.h"
#include "tests/optim/support.h"

namespace anneal { namespace {

/// An average in a run of 100 updates, 10 to the epoch.
std::unique_ptr<WeightAverage> average_for(const std::string& specification,
                                           const NamedParameters& parameters) {
  return make_average(spec::parse(specification), parameters,
                      {.updates_per_epoch = 10_it, .total = 100_it});
}

/// The average after the parameter has held each of `values` in turn.
Scalar average_of(const std::string& specification, const std::vector<Scalar>& values) {
  const NamedParameter p = one_parameter(0);
  const auto average = average_for(specification, {p});
  for (const Scalar value : values) {
    Var(p.var).mutable_value().data()[0] = value;
    average->observe();
  }
  const AveragePoint point(*average);
  return first(p);
}

TEST(Ema, WeighsWhatItSawByTheDecay) {
  EXPECT_NEAR(average_of("ema(decay=0.5)", {1, 2, 4}), (0.25 * 1 + 0.5 * 2 + 4) / 1.75, 1e-6);
  EXPECT_NEAR(average_of("ema(decay=0.5, bias_correction=false)", {1, 2, 4}),
              0.25 * 1 + 0.25 * 2 + 0.5 * 4, 1e-6);
  EXPECT_EQ(average_of("ema(decay=0)", {1, 2, 4}), 4);
}

TEST(TailAverage, IsTheMeanFromItsStartOn) {
  EXPECT_NEAR(average_of("tail(start=1it)", {1, 2, 6}), 3, 1e-6);
  EXPECT_NEAR(average_of("tail(start=2it)", {1, 2, 6}), 4, 1e-6);
  EXPECT_NEAR(average_of("swa(start=2it, every=2it)", {1, 2, 6, 8, 9}), 5, 1e-6);
}

TEST(TailAverage, ShowsTheRawWeightsUntilItsStart) {
  EXPECT_EQ(average_of("tail(start=4it)", {1, 2, 6}), 6);
}

TEST(Lawa, IsTheMeanOfTheLatestSnapshots) {
  EXPECT_NEAR(average_of("lawa(snapshots=2, every=1it)", {1, 2, 6}), 4, 1e-6);
  EXPECT_NEAR(average_of("lawa(snapshots=2, every=2it)", {1, 2, 6, 8, 9, 10, 5}), 9, 1e-6);
  EXPECT_NEAR(average_of("lawa(snapshots=5, every=2it)", {1, 2, 6, 8}), 5, 1e-6);
  EXPECT_EQ(average_of("lawa(snapshots=2, every=4it)", {1, 2, 6}), 6);
}

TEST(WeightAverage, ContinuesFromItsStateBitForBit) {
  for (const char* specification : {"ema", "tail(start=3it)", "lawa(snapshots=3, every=2it)"}) {
    NamedParameters parameters = mixed_parameters();
    const auto whole = average_for(specification, parameters);
    auto stopped = average_for(specification, parameters);
    GivenGradients numbers;
    for (int t = 0; t < 9; ++t) {
      if (t == 5) {
        const std::string file = encode_safetensors(stopped->state());
        stopped = average_for(specification, parameters);
        stopped->load(decode_state(file, "the state"));
      }
      for (const NamedParameter& parameter : parameters) {
        Var(parameter.var).mutable_value() = numbers.tensor(parameter.var.shape());
      }
      whole->observe();
      stopped->observe();
    }
    EXPECT_EQ(encode_safetensors(whole->state()), encode_safetensors(stopped->state()));
  }
}

TEST(WeightAverage, RefusesAStateThatDoesNotFit) {
  const auto average = average_for("ema", {one_parameter(1)});
  State state = average->state();
  EXPECT_NO_THROW(average->load(state));
  State negative = state;
  negative.metadata["ema.updates"] = "-1";
  EXPECT_THROW(average->load(negative), std::runtime_error);
  State misshapen = state;
  misshapen.tensors[0].value = Tensor::zeros({2});
  EXPECT_THROW(average->load(misshapen), std::runtime_error);
  EXPECT_THROW(average->load(State()), std::runtime_error);
}

TEST(AveragePoint, PutsTheRawWeightsBackAndForbidsObserving) {
  const NamedParameter p = one_parameter(3);
  const auto average = average_for("tail(start=1it)", {p});
  average->observe();
  Var(p.var).mutable_value().data()[0] = 5;
  average->observe();
  {
    const AveragePoint point(*average);
    EXPECT_EQ(first(p), 4);
    EXPECT_THROW(average->observe(), std::logic_error);
    EXPECT_THROW(AveragePoint{*average}, std::logic_error);
  }
  EXPECT_EQ(first(p), 5);
  EXPECT_NO_THROW(average->observe());
}

/// SGD on p^2 / 2 with gradient noise of variance 1 in its steady state, seen through the rule.
TEST(Ema, ReducesTheSteadyVarianceByTheExactFactor) {
  // Variance of the EMA over that of the iterates: (1 - rho)(1 + a rho) / ((1 + rho)(1 - a rho)),
  // a = 1 - lr h. For lr = 0.1, rho = 0.99 it is 0.087179.
  const double lr = 0.1;
  const double rho = 0.99;
  const double a = 1.0 - lr;
  const double factor = (1.0 - rho) * (1.0 + a * rho) / ((1.0 + rho) * (1.0 - a * rho));
  EXPECT_NEAR(factor, 0.087179, 5e-7);

  NamedParameter p{.name = "p", .var = Var::parameter(Tensor::zeros({20000}))};
  const auto rule = optimizer("sgd", {p});
  const auto average = average_for("ema(decay=0.99)", {p});
  Rng noise(1, "noise");
  for (int t = 0; t < 1500; ++t) {
    Tensor gradient = p.var.value();
    for (Scalar& g : gradient.values()) {
      g += static_cast<Scalar>((noise.uniform() - 0.5) * std::sqrt(12.0));
    }
    set_gradient(p.var, gradient);
    rule->step({.lr = lr});
    average->observe();
  }
  const auto mean_square = [&] {
    double sum = 0.0;
    for (const Scalar value : p.var.value().values()) {
      sum += double{value} * value;
    }
    return sum / 20000.0;
  };
  const double raw = mean_square();
  const AveragePoint point(*average);
  EXPECT_NEAR(raw, lr / (2.0 - lr), 0.04 * raw);  // 0.0526316 exactly
  EXPECT_NEAR(mean_square(), factor * lr / (2.0 - lr), 0.04 * factor * raw);
}

}}  // namespace anneal
