#pragma once

// One vector register of Scalars, through the vector extension that GCC and Clang share: `a * b +
// c` on Vectors is one instruction per register, and a Scalar factor is spread over all lanes. For
// the few kernels that the compiler cannot vectorise by itself because their sums must stay in
// registers; for .cpp files only.

#include <cstring>
#include <utility>

#include "core/scalar.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

#if defined(__AVX512F__)
inline constexpr int kVectorBytes = 64;
inline constexpr int kVectorRegisters = 32;
#elif defined(__AVX__)
inline constexpr int kVectorBytes = 32;
inline constexpr int kVectorRegisters = 16;
#else
inline constexpr int kVectorBytes = 16;
inline constexpr int kVectorRegisters = 16;
#endif

using Vector [[gnu::vector_size(kVectorBytes), gnu::may_alias]] = Scalar;
inline constexpr Index kLanes = kVectorBytes / Index{sizeof(Scalar)};

/// Numbers in a line of the cache.
inline constexpr Index kLine = 64 / Index{sizeof(Scalar)};

/// kLanes numbers from any address.
inline Vector load(const Scalar* from) {
  Vector v;
  std::memcpy(&v, from, sizeof(v));
  return v;
}

/// kLanes numbers from an aligned address, read exactly once. Of a plain load GCC makes an operand
/// of every instruction that uses it, and reads it as many times.
inline Vector load_once(const Scalar* from) {
  return *reinterpret_cast<const volatile Vector*>(from);
}

inline void store(Scalar* to, const Vector& v) {
  std::memcpy(to, &v, sizeof(v));
}

/// f(0), ..., f(count - 1) with constants as arguments: a loop without a loop, so that an array
/// indexed by them lives in registers.
template <int count, class Function>
inline void unrolled(Function f) {
  [&]<int... i>(std::integer_sequence<int, i...>) {
    (f(std::integral_constant<int, i>()), ...);
  }
  (std::make_integer_sequence<int, count>());
}

/// Rows i and i + step of a block with every second run of `step` lanes exchanged between them.
template <int step, int... lane>
[[gnu::always_inline]] inline void exchange_runs(Vector& upper,
                                                 Vector& lower,
                                                 std::integer_sequence<int, lane...> /*lanes*/) {
  const Vector u = upper;
  const Vector l = lower;
  upper = __builtin_shufflevector(u, l, ((lane & step) != 0 ? kLanes + lane - step : lane)...);
  lower = __builtin_shufflevector(u, l, ((lane & step) != 0 ? kLanes + lane : lane + step)...);
}

/// A square block of numbers, one row per vector, becomes its transpose.
template <int step = 1>
[[gnu::always_inline]] inline void transpose(Vector (&block)[kLanes]) {
  if constexpr (step < kLanes) {
    unrolled<kLanes>([&](auto i) {
      if constexpr ((i & step) == 0) {
        exchange_runs<step>(block[i], block[i + step], std::make_integer_sequence<int, kLanes>());
      }
    });
    transpose<2 * step>(block);
  }
}

/// The sum of each vector's lanes, in the lane of its number. Changes `vectors`.
template <int step = 1>
[[gnu::always_inline]] inline Vector lane_sums(Vector (&vectors)[kLanes]) {
  if constexpr (step == kLanes) {
    return vectors[0];
  } else {
    unrolled<kLanes>([&](auto i) {
      if constexpr (i % (2 * step) == 0) {
        exchange_runs<step>(vectors[i], vectors[i + step],
                            std::make_integer_sequence<int, kLanes>());
        vectors[i] += vectors[i + step];
      }
    });
    return lane_sums<2 * step>(vectors);
  }
}

/// Covers the positions 0, ..., count - 1 of a short row with blocks of one constant length, at
/// most `length`: calls f(begin, length constant). The last block overlaps the one before, so f
/// must not mind to see a position twice. No loop over single positions remains, which for rows of
/// 14 would cost more than the blocks.
template <Index length = kLanes, class Function>
inline void for_each_block(Index count, Function f) {
  if constexpr (length > 1) {
    if (count < length) {
      for_each_block<length / 2>(count, f);
      return;
    }
  }
  constexpr std::integral_constant<Index, length> size;
  for (Index begin = 0; begin + length <= count; begin += length) {
    f(begin, size);
  }
  if (count % length != 0) {
    f(count - length, size);
  }
}

/// Copies a short row: a call of memmove would cost more than the copy.
inline void copy_row(const Scalar* from, Index count, Scalar* to) {
  for_each_block(count, [&](Index begin, auto length) {
    std::memcpy(to + begin, from + begin, length * sizeof(Scalar));
  });
}

/// The first `count` lanes, at most kLanes; the others are zero.
inline Vector load_front(const Scalar* from, Index count) {
  Scalar lanes[kLanes] = {};
  copy_row(from, count, lanes);
  return load(lanes);
}

inline void store_front(Scalar* to, const Vector& v, Index count) {
  Scalar lanes[kLanes];
  store(lanes, v);
  copy_row(lanes, count, to);
}

}}  // namespace anneal::ANNEAL_PRECISION
