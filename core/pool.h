#pragma once

#include <cstddef>
#include <limits>
#include <new>

namespace anneal {

/// Alignment of every block from the pool: one cache line, and the widest vector register in use.
inline constexpr std::size_t kPoolAlignment = 64;

/// A block of at least `bytes` bytes from this thread's pool, aligned to kPoolAlignment; contents
/// are indeterminate.
///
/// The pool keeps released blocks by size class and hands them out again, so that a training step,
/// which asks for the same sizes again and again, reaches the heap only the first time. Under
/// AddressSanitizer every block comes from the heap, so that misuse is seen. Throws std::bad_alloc.
void* pool_allocate(std::size_t bytes);

/// Gives a block back, with the size that it was asked for. It goes to the pool of the calling
/// thread, which need not be the one that allocated it; a thread keeps no more free blocks of a
/// size than it ever had in use, and gives others back to the heap.
void pool_release(void* block, std::size_t bytes) noexcept;

/// How many blocks this thread's pool has taken from the heap so far. Constant in a steady state.
std::size_t pool_heap_allocations() noexcept;

/// The pool as an allocator for standard containers.
template <class T>
struct PoolAllocator {
  using value_type = T;

  PoolAllocator() = default;
  // Implicit because the standard's allocator requirements ask for it.
  template <class U>
  PoolAllocator(const PoolAllocator<U>& /*other*/) {}  // NOLINT(google-explicit-constructor)

  // T may be a pointer: NOLINTBEGIN(bugprone-sizeof-expression)
  T* allocate(std::size_t count) {
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) {
      throw std::bad_array_new_length();
    }
    return static_cast<T*>(pool_allocate(count * sizeof(T)));
  }
  void deallocate(T* block, std::size_t count) noexcept { pool_release(block, count * sizeof(T)); }
  // NOLINTEND(bugprone-sizeof-expression)

  friend bool operator==(const PoolAllocator& /*a*/, const PoolAllocator& /*b*/) { return true; }
};

}  // namespace anneal
