#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/product.h"
#include "core/product_panel.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

using testing::ThrowsMessage;

using Multiply = void (*)(const MatrixPart&, const MatrixPart&, const ProductTarget&);

struct Way {
  const char* name;
  Multiply multiply;
};
const Way kWays[] = {{"plain", multiply_plain},
                     {"blocked", multiply_blocked},
                     {"chosen", multiply}};

// A matrix inside of rows that are three numbers longer, as it is or as the transpose of what lies
// in memory.
struct Stored {
  Tensor values;
  MatrixPart part;
};

Stored stored(Index rows, Index columns, bool transposed, std::uint64_t seed) {
  const Shape shape = transposed ? Shape{columns, rows + 3} : Shape{rows, columns + 3};
  Stored s{.values = normal_tensor(shape, seed), .part = {}};
  const MatrixPart whole = matrix_of(s.values);
  s.part = whole.column_range(0, shape[1] - 3).transposed_if(transposed);
  return s;
}

double at(const MatrixPart& m, Index i, Index j) {
  return static_cast<double>(m.values[i * m.row_step + j * m.column_step]);
}

double dot(const MatrixPart& a, const MatrixPart& b, Index i, Index j) {
  double sum = 0;
  for (Index k = 0; k < a.columns; ++k) {
    sum += at(a, i, k) * at(b, k, j);
  }
  return sum;
}

struct Case {
  Index M, N, K;
  bool transpose_a, transpose_b, add;
};

std::string text(const Way& way, const Case& c) {
  return std::string(way.name) + ": (" + std::to_string(c.M) + ", " + std::to_string(c.K) + ")" +
         (c.transpose_a ? "^T" : "") + " @ (" + std::to_string(c.K) + ", " + std::to_string(c.N) +
         ")" + (c.transpose_b ? "^T" : "") + (c.add ? ", added" : "");
}

void expect_product(const Way& way, const Case& c) {
  const Stored a = stored(c.M, c.K, c.transpose_a, 1);
  const Stored b = stored(c.K, c.N, c.transpose_b, 2);
  const Scalar nan = std::numeric_limits<Scalar>::quiet_NaN();
  const Scalar before = c.add ? Scalar(0.5) : nan;
  Tensor target = Tensor::full(Shape{c.M, c.N + 2}, before);
  way.multiply(a.part, b.part, {.values = target.data(), .row_step = c.N + 2, .add = c.add});

  // Every partial sum may be off by half an epsilon of itself, and the sums of K normal products
  // stay below 4 sqrt(K).
  const double tolerance = std::numeric_limits<Scalar>::epsilon() * 2.0 *
                           static_cast<double>(1 + c.K) * (1 + std::sqrt(static_cast<double>(c.K)));
  for (Index i = 0; i < c.M; ++i) {
    for (Index j = 0; j < c.N; ++j) {
      const double expected = dot(a.part, b.part, i, j) + (c.add ? 0.5 : 0.0);
      ASSERT_NEAR(target.data()[i * (c.N + 2) + j], expected, tolerance)
          << text(way, c) << ", at " << i << ", " << j;
    }
    for (Index j = c.N; j < c.N + 2; ++j) {
      const Scalar outside = target.data()[i * (c.N + 2) + j];
      ASSERT_TRUE(c.add ? outside == before : std::isnan(outside))
          << text(way, c) << " wrote past the end of row " << i;
    }
  }
}

// Fewer and more rows than a strip and than the few that are taken one by one, columns around one
// vector and one panel, sums shorter than a vector, of no whole number of vectors, deeper than a
// panel.
TEST(Product, IsTheSumOfProductsForEveryRemainder) {
  const Index rows[] = {1, 2, 4, 5, 8, 9, 13, 35};
  const Index columns[] = {
      1, 2, kLanes - 1, kLanes, kLanes + 1, kPanelColumns, 3 * kPanelColumns - 1};
  const Index depths[] = {1, 2, kLanes - 1, kLanes, kLanes + 3, 50, 2 * kPanelDepth + 5};
  for (const Way& way : kWays) {
    for (const Index M : rows) {
      for (const Index N : columns) {
        for (const Index K : depths) {
          for (const int form : {0, 1, 2, 3, 4, 5, 6, 7}) {
            if (K > kPanelDepth && (M > 9 || form > 3)) {
              continue;  // slow, and nothing new
            }
            expect_product(way, {.M = M,
                                 .N = N,
                                 .K = K,
                                 .transpose_a = (form & 1) != 0,
                                 .transpose_b = (form & 2) != 0,
                                 .add = (form & 4) != 0});
          }
        }
      }
    }
  }
}

// A left factor that does not fit into a block of the cache, with sums deeper than a panel.
TEST(Product, IsTheSameWhenTheLeftFactorIsCutIntoBlocks) {
  const Index depth = kPanelDepth + kLanes;
  const Index rows = 2 * kLeftBlock / depth + 30;
  for (const Way& way : kWays) {
    for (const bool turned : {false, true}) {
      expect_product(way, {.M = turned ? 2 * rows : rows,
                           .N = 3,
                           .K = depth,
                           .transpose_a = turned,
                           .transpose_b = turned,
                           .add = turned});
    }
  }
}

TEST(Product, OfNothingIsZeroOrWhatWasThere) {
  const Tensor a(Shape{2, 3});
  const Tensor b(Shape{3, 4});
  const MatrixPart no_columns = matrix_of(a).column_range(0, 0);
  const MatrixPart no_rows = matrix_of(b).row_range(0, 0);
  for (const Way& way : kWays) {
    Tensor c = Tensor::full(Shape{2, 4}, 7);
    way.multiply(no_columns, no_rows, {.values = c.data(), .row_step = 4, .add = true});
    EXPECT_EQ(c.data()[5], 7) << way.name;
    way.multiply(no_columns, no_rows, {.values = c.data(), .row_step = 4});
    EXPECT_EQ(c.data()[5], 0) << way.name;
  }
}

TEST(Product, LetsNaNThroughToItsRowAndNowhereElse) {
  for (const Way& way : kWays) {
    Tensor a = normal_tensor(Shape{9, 20}, 1);
    a.data()[3 * 20 + 7] = std::numeric_limits<Scalar>::quiet_NaN();
    const Tensor b = normal_tensor(Shape{20, 17}, 2);
    Tensor c(Shape{9, 17});
    way.multiply(matrix_of(a), matrix_of(b), {.values = c.data(), .row_step = 17});
    for (Index i = 0; i < c.size(); ++i) {
      EXPECT_EQ(std::isnan(c.data()[i]), i / 17 == 3) << way.name << " at " << i;
    }
  }
}

TEST(Product, RefusesFactorsThatDoNotFit) {
  const Tensor a(Shape{2, 3});
  Tensor c(Shape{2, 2});
  const ProductTarget target{.values = c.data(), .row_step = 2};
  EXPECT_THAT(
      [&] { multiply(matrix_of(a), matrix_of(a), target); },
      ThrowsMessage<std::invalid_argument>("multiply: inner sizes differ: (2, 3) @ (2, 3)"));
  const MatrixPart every_other{
      .values = a.data(), .rows = 3, .columns = 1, .row_step = 2, .column_step = 2};
  EXPECT_THAT([&] { multiply(matrix_of(a), every_other, target); },
              ThrowsMessage<std::invalid_argument>(
                  "multiply: the steps of the right factor are 2 and 2, one of them must be 1"));
}

}}  // namespace anneal
