# A data set: ring, two classes on two circles.
readme=data/README.md section='To add a data set' name=ring most=4 targets=data_test_float filter='*Ring*:*Catalogue*'
apply() {
  cat >data/ring.h <<'H'
#pragma once

#include "data/dataset.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// `n` points at equal angles, class 0 at distance 1 of the middle and class 1 at distance 2. The
/// validation part is the same, turned by half an angle.
///
/// Shapes: inputs (n, 2), labels n.
DataSplit ring(Index n);

}}  // namespace anneal::ANNEAL_PRECISION
H
  cat >data/ring.cpp <<'C'
#include "data/ring.h"

#include <cmath>
#include <numbers>

#include "data/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

Dataset turned(Index n, double by) {
  Dataset data{.name = "ring", .inputs = Tensor(Shape{n, 2}), .classes = 2};
  for (Index i = 0; i < n; ++i) {
    const auto label = static_cast<std::int32_t>(i % 2);
    const double angle = 2 * std::numbers::pi * (static_cast<double>(i) + by) / static_cast<double>(n);
    data.inputs.data()[2 * i] = static_cast<Scalar>((1 + label) * std::cos(angle));
    data.inputs.data()[2 * i + 1] = static_cast<Scalar>((1 + label) * std::sin(angle));
    data.labels.push_back(label);
  }
  return data;
}

}  // namespace

DataSplit ring(Index n) {
  return {.train = turned(n, 0), .validation = turned(n, 0.5)};
}

DataEntry ring_entry() {
  return {{.name = "ring",
           .parameters = {count_parameter("n", "100", "training samples")},
           .formula = "distance 1 + class",
           .help = "two circles",
           .source = "the test of what adding costs"},
          [](const spec::Arguments& arguments) { return ring(arguments.integer("n")); }};
}

}}  // namespace anneal::ANNEAL_PRECISION
C
  insert_before data/catalogue.cpp '^DataEntry moons_entry' 'DataEntry ring_entry();'
  insert_after data/catalogue.cpp '^  static const std::vector<DataEntry> table' '      ring_entry(),'
  cat >tests/data/ring_test.cpp <<'C'
#include "data/ring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

TEST(Ring, HasItsClassesAtTwoDistances) {
  const DataSplit data = ring(4);
  EXPECT_THAT(data.train.labels, testing::ElementsAre(0, 1, 0, 1));
  EXPECT_NEAR(data.train.inputs.data()[3], 2, 1e-6);  // a quarter turn, class 1
  EXPECT_EQ(data.validation.size(), 4);
}

}}  // namespace anneal
C
}
