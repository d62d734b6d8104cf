#include "models/init.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using testing::ElementsAreArray;
using testing::Not;

struct Moments {
  double mean = 0;
  double deviation = 0;
  double largest = 0;
};

Moments moments_of(const Tensor& tensor) {
  double sum = 0;
  double squares = 0;
  double largest = 0;
  for (const double value : tensor.values()) {
    sum += value;
    squares += value * value;
    largest = std::max(largest, std::abs(value));
  }
  const auto count = static_cast<double>(tensor.size());
  return {sum / count, std::sqrt(squares / count), largest};
}

constexpr Index kOut = 300;
constexpr Index kIn = 400;

struct InitCase {
  const char* name;
  double deviation;
  double bound;  // 0: none
};

// For gtest, which would print the bytes.
void PrintTo(const InitCase& c, std::ostream* out) {
  *out << c.name;
}

class InitMoments : public testing::TestWithParam<InitCase> {};

// 120,000 draws: the mean is within 4 deviations / sqrt(n), the deviation within 1 %.
TEST_P(InitMoments, AreThoseOfTheFormula) {
  const auto [name, deviation, bound] = GetParam();
  const Moments m = moments_of(initial_weight(init_by_name(name), {kOut, kIn}, 7, "w"));
  EXPECT_NEAR(m.mean, 0, 4 * deviation / std::sqrt(kOut * kIn));
  EXPECT_NEAR(m.deviation, deviation, 0.01 * deviation);
  if (bound > 0) {
    EXPECT_LE(m.largest, bound * (1 + 1e-6));
    EXPECT_GT(m.largest, 0.999 * bound);
  } else {
    EXPECT_GT(m.largest, 3 * deviation);
  }
}

const double kSqrt3 = std::sqrt(3.0);
INSTANTIATE_TEST_SUITE_P(
    Catalogue,
    InitMoments,
    testing::Values(InitCase{"default", 1 / std::sqrt(400.0) / kSqrt3, 1 / std::sqrt(400.0)},
                    InitCase{"he", std::sqrt(2 / 400.0), 0},
                    InitCase{"he_normal", std::sqrt(2 / 400.0), 0},
                    InitCase{"he_uniform", std::sqrt(2 / 400.0), std::sqrt(6 / 400.0)},
                    InitCase{"glorot", std::sqrt(2 / 700.0), std::sqrt(6 / 700.0)},
                    InitCase{"glorot_normal", std::sqrt(2 / 700.0), 0},
                    InitCase{"glorot_uniform", std::sqrt(2 / 700.0), std::sqrt(6 / 700.0)}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Init, CountsTheKernelOfAConvolutionInItsFans) {
  const Fans fans = fans_of({8, 3, 5, 5});
  EXPECT_EQ(fans.in, 75);
  EXPECT_EQ(fans.out, 200);
}

TEST(Init, GivesEveryNameItsOwnStream) {
  const Tensor a = initial_weight(Init::kHeNormal, {4, 5}, 1, "layers.0.weight");
  const Tensor again = initial_weight(Init::kHeNormal, {4, 5}, 1, "layers.0.weight");
  const Tensor other_name = initial_weight(Init::kHeNormal, {4, 5}, 1, "layers.1.weight");
  const Tensor other_seed = initial_weight(Init::kHeNormal, {4, 5}, 2, "layers.0.weight");
  EXPECT_THAT(a.values(), ElementsAreArray(again.values()));
  EXPECT_THAT(a.values(), Not(ElementsAreArray(other_name.values())));
  EXPECT_THAT(a.values(), Not(ElementsAreArray(other_seed.values())));
}

TEST(Init, StartsBiasesAtZeroExceptUnderTheDefault) {
  EXPECT_EQ(moments_of(initial_bias(Init::kHeNormal, {50, 16}, 1, "b")).largest, 0);
  const double largest = moments_of(initial_bias(Init::kDefault, {50, 16}, 1, "b")).largest;
  EXPECT_GT(largest, 0.2);
  EXPECT_LE(largest, 0.25);  // 1 / sqrt(16)
}

TEST(Init, RefusesAnUnknownName) {
  EXPECT_THAT([] { init_by_name("xavier"); },
              testing::ThrowsMessage<std::invalid_argument>(
                  "init: unknown initialiser \"xavier\" (default, he, he_normal, he_uniform, "
                  "glorot, glorot_normal, glorot_uniform or zeros)"));
}

}}  // namespace anneal
