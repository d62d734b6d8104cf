#include "core/pool.h"

#include <array>
#include <bit>

#if defined(__SANITIZE_ADDRESS__)
#define ANNEAL_POOL_BYPASSED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ANNEAL_POOL_BYPASSED 1
#endif
#endif

namespace anneal {
namespace {

#ifdef ANNEAL_POOL_BYPASSED
constexpr bool kBypassed = true;
#else
constexpr bool kBypassed = false;
#endif

struct SizeClass {
  std::size_t index;
  std::size_t bytes;
};

// Multiples of 64 up to 256 bytes, then four classes to every doubling: at most a quarter of a
// block is unused.
SizeClass size_class(std::size_t bytes) {
  if (bytes <= 256) {
    const std::size_t lines = bytes == 0 ? 1 : (bytes + 63) / 64;
    return {lines - 1, lines * 64};
  }
  const std::size_t octave = std::bit_width(bytes - 1) - 1;  // 2^octave < bytes <= 2^(octave+1)
  const std::size_t quarter = std::size_t{1} << (octave - 2);
  const std::size_t quarters =
      (bytes - (std::size_t{1} << octave) + quarter - 1) / quarter;  // 1..4
  return {4 + (octave - 8) * 4 + quarters - 1, (std::size_t{1} << octave) + quarters * quarter};
}

void* heap_allocate(std::size_t bytes) {
  return ::operator new (bytes, std::align_val_t{kPoolAlignment});
}
void heap_release(void* block) noexcept {
  ::operator delete (block, std::align_val_t{kPoolAlignment});
}

struct FreeBlock {
  FreeBlock* next;
};

// The free blocks of one size class. `room` is how many more may be kept: as many as this thread
// has in use, so that one that only releases what other threads allocate does not hoard memory.
struct FreeList {
  FreeBlock* head = nullptr;
  std::size_t room = 0;
};

// A tensor in static storage may be released after this thread's pool is gone; a bool needs no
// destructor and outlives it.
thread_local bool pool_is_gone = false;

class Pool final {
 public:
  Pool() = default;
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() {
    pool_is_gone = true;
    for (const FreeList& list : lists_) {
      FreeBlock* block = list.head;
      while (block != nullptr) {
        FreeBlock* next = block->next;
        heap_release(block);
        block = next;
      }
    }
  }

  void* take(std::size_t bytes) {
    const SizeClass size = size_class(bytes);
    FreeList& list = lists_[size.index];
    if (list.head == nullptr) {
      void* block = heap_allocate(size.bytes);
      // Every block in use may come back once.
      ++list.room;
      ++heap_allocations_;
      return block;
    }
    FreeBlock* block = list.head;
    list.head = block->next;
    ++list.room;
    return block;
  }

  void give(void* block, std::size_t bytes) noexcept {
    FreeList& list = lists_[size_class(bytes).index];
    if (list.room == 0) {
      heap_release(block);
      return;
    }
    --list.room;
    list.head = ::new (block) FreeBlock{list.head};
  }

  std::size_t heap_allocations() const { return heap_allocations_; }

 private:
  std::array<FreeList, 4 + 56 * 4> lists_{};
  std::size_t heap_allocations_ = 0;
};

thread_local Pool pool;

}  // namespace

void* pool_allocate(std::size_t bytes) {
  if (kBypassed || pool_is_gone) {
    return heap_allocate(bytes);
  }
  return pool.take(bytes);
}

void pool_release(void* block, std::size_t bytes) noexcept {
  if (kBypassed || pool_is_gone) {
    heap_release(block);
    return;
  }
  pool.give(block, bytes);
}

std::size_t pool_heap_allocations() noexcept {
  return pool_is_gone ? 0 : pool.heap_allocations();
}

}  // namespace anneal
