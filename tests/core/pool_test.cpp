#include "core/pool.h"

#include <cstdint>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/ops/activations.h"
#include "core/ops/arithmetic.h"
#include "core/ops/losses.h"
#include "core/ops/matmul.h"
#include "core/var.h"

#if defined(ANNEAL_SANITIZED)
#define POOL_IS_BYPASSED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_IS_BYPASSED 1
#endif
#endif
#ifdef POOL_IS_BYPASSED
#define SKIP_IF_POOL_IS_BYPASSED() GTEST_SKIP() << "every block comes from the heap"
#else
#define SKIP_IF_POOL_IS_BYPASSED() \
  do {                             \
  } while (false)
#endif

namespace anneal { namespace {

TEST(Pool, GivesAlignedBlocksThatHoldWhatWasAskedFor) {
  std::vector<std::pair<unsigned char*, std::size_t>> blocks;
  for (std::size_t bytes = 0; bytes <= 5000; ++bytes) {
    auto* block = static_cast<unsigned char*>(pool_allocate(bytes));
    ASSERT_EQ(reinterpret_cast<std::uintptr_t>(block) % kPoolAlignment, 0u) << bytes;
    std::memset(block, static_cast<int>(bytes % 251), bytes);
    blocks.emplace_back(block, bytes);
  }
  for (const auto& [block, bytes] : blocks) {  // nobody wrote into another one's block
    for (std::size_t i = 0; i < bytes; ++i) {
      ASSERT_EQ(block[i], bytes % 251) << bytes;
    }
    pool_release(block, bytes);
  }
}

TEST(Pool, ReusesABlockForEverySizeOfItsClass) {
  SKIP_IF_POOL_IS_BYPASSED();
  // Classes around 1 KB: 897..1024, 1025..1280, 1281..1536.
  void* block = pool_allocate(1025);
  pool_release(block, 1025);
  void* again = pool_allocate(1280);
  EXPECT_EQ(again, block);
  void* larger = pool_allocate(1281);
  EXPECT_NE(larger, block);
  pool_release(larger, 1281);
  pool_release(again, 1280);
}

TEST(Pool, EveryRequestOfASizeAfterTheFirstIsServedWithoutTheHeap) {
  SKIP_IF_POOL_IS_BYPASSED();
  for (std::size_t bytes = 1; bytes < std::size_t{1} << 24; bytes += bytes / 7 + 1) {
    pool_release(pool_allocate(bytes), bytes);
    const std::size_t before = pool_heap_allocations();
    pool_release(pool_allocate(bytes), bytes);
    EXPECT_EQ(pool_heap_allocations(), before) << bytes;
  }
}

TEST(Pool, TakesBlocksThatAnotherThreadAllocated) {
  Tensor made;
  std::thread([&] { made = Tensor::full({1000}, 3); }).join();
  EXPECT_EQ(made.data()[999], 3);  // outlives its thread and that thread's pool
  made = Tensor();
  std::thread([t = Tensor::full({1000}, 4)]() mutable { t = Tensor(); }).join();
}

TEST(Pool, AThreadThatOnlyReleasesKeepsNothing) {
  SKIP_IF_POOL_IS_BYPASSED();
  std::vector<Tensor> made;
  for (int i = 0; i < 8; ++i) {
    made.push_back(Tensor::zeros({100000}));
  }
  std::size_t allocated_after = 0;
  std::thread([&] {
    made.clear();
    const Tensor one({100000});
    allocated_after = pool_heap_allocations();
  }).join();
  EXPECT_EQ(allocated_after, 1u);  // the eight blocks went back to the heap
}

TEST(Pool, ServesAWholeTrainingStepAfterTheFirst) {
  SKIP_IF_POOL_IS_BYPASSED();
  Var w1 = Var::parameter(Tensor::full({16, 8}, Scalar(0.1)));
  Var b1 = Var::parameter(Tensor::zeros({16}));
  Var w2 = Var::parameter(Tensor::full({4, 16}, Scalar(0.1)));
  const Var x(Tensor::full({32, 8}, 1));
  const std::vector<std::int32_t> labels(32, 1);
  const auto step = [&] {
    for (Var* parameter : {&w1, &b1, &w2}) {
      parameter->clear_grad();
    }
    const Var hidden = relu(affine(x, w1, b1));
    backward(cross_entropy(affine(hidden, w2) * 2 + gelu(affine(hidden, w2)), labels));
  };
  step();
  step();
  const std::size_t before = pool_heap_allocations();
  for (int i = 0; i < 10; ++i) {
    step();
  }
  EXPECT_EQ(pool_heap_allocations(), before);
}

}}  // namespace anneal
