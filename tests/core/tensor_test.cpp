#include "core/tensor.h"

#include <utility>

#include <gtest/gtest.h>

namespace anneal { namespace {

TEST(Tensor, CopiesItsElementsAndMovesItsBlock) {
  Tensor a({2, 2}, {1, 2, 3, 4});
  Tensor b = a;
  b.data()[0] = 9;
  EXPECT_EQ(a.data()[0], 1);
  const Scalar* block = a.data();
  const Tensor c = std::move(a);
  EXPECT_EQ(c.data(), block);
}

}}  // namespace anneal
