// One table row per operation: values worked out by hand, a gradient check over several shapes, and
// the text of one misuse.

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <type_traits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/gradcheck.h"
#include "core/rng.h"
#include "tests/core/op_case.h"

namespace anneal { namespace {

std::vector<OpCase> cases() {
  std::vector<OpCase> table = elementwise_cases();
  std::ranges::move(algebra_cases(), std::back_inserter(table));
  std::ranges::move(learning_cases(), std::back_inserter(table));
  return table;
}

class Op : public testing::TestWithParam<OpCase> {};

TEST_P(Op, GivesTheValuesWorkedOutByHand) {
  const OpCase& c = GetParam();
  std::vector<Var> inputs;
  for (const Tensor& input : c.inputs) {
    inputs.emplace_back(input);
  }
  const Var out = c.op(inputs);
  ASSERT_EQ(out.shape(), c.expected.shape())
      << to_text(out.shape()) << " is not " << to_text(c.expected.shape());
  for (Index i = 0; i < out.value().size(); ++i) {
    const double expected = c.expected.data()[i];
    const double tolerance = std::is_same_v<Scalar, double> ? 1e-14 : 1e-6;
    EXPECT_NEAR(out.value().data()[i], expected, tolerance * std::max(1.0, std::abs(expected)))
        << "element " << i;
  }
}

#ifdef ANNEAL_DOUBLE  // float has too few digits for a difference
Tensor uniform(const Shape& shape, double low, double high, Rng& rng) {
  Tensor t(shape);
  for (Scalar& v : t.values()) {
    v = static_cast<Scalar>(rng.uniform(low, high));
  }
  return t;
}

TEST_P(Op, GradientAgreesWithCentralDifferences) {
  const OpCase& c = GetParam();
  Rng rng(7, c.name);
  for (const std::vector<Shape>& shapes : c.gradient_shapes) {
    std::vector<Tensor> inputs;
    for (const Shape& shape : shapes) {
      inputs.push_back(uniform(shape, c.low, c.high, rng));
    }
    const GradcheckReport report = check_gradients(c.op, inputs);
    EXPECT_TRUE(report.passed) << to_text(shapes.front()) << ": " << to_text(report);
  }
}
#endif

class MisusedOp : public testing::TestWithParam<OpCase> {};

TEST_P(MisusedOp, IsExplained) {
  const OpCase& c = GetParam();
  EXPECT_THAT(c.misuse, testing::Throws<std::exception>(
                            testing::Property(&std::exception::what, testing::StrEq(c.error))));
}

// Some operations take everything.
std::vector<OpCase> cases_with_misuse() {
  std::vector<OpCase> table = cases();
  std::erase_if(table, [](const OpCase& c) { return !c.misuse; });
  return table;
}

std::string case_name(const testing::TestParamInfo<OpCase>& instance) {
  return instance.param.name;
}

INSTANTIATE_TEST_SUITE_P(All, Op, testing::ValuesIn(cases()), case_name);
INSTANTIATE_TEST_SUITE_P(All, MisusedOp, testing::ValuesIn(cases_with_misuse()), case_name);

}}  // namespace anneal
