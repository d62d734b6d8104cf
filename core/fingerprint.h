#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

namespace anneal {

/// 64 bits that tell contents apart: data sets, files. Take in one piece after the other.
///
///   h = mix((h xor word) * odd constant) for every eight bytes, the length of the piece included,
///   h = 0x6a09e667f3bcc908 before the first
///
/// Two pieces that differ collide with a chance of 2^-64; it is no protection against someone who
/// wants them to. The same on every machine with the same byte order.
class Fingerprint final {
 public:
  void add(std::span<const std::byte> bytes) {
    mix(bytes.size());  // so that "ab" then "c" is not "a" then "bc"
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + i, std::min<std::size_t>(8, bytes.size() - i));
      mix(word);
    }
  }

  /// 16 hexadecimal digits.
  std::string text() const {
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) {
      digits += "0123456789abcdef"[(hash_ >> shift) & 15];
    }
    return digits;
  }

 private:
  void mix(std::uint64_t word) {
    hash_ = (hash_ ^ word) * 0x9e3779b97f4a7c15ULL;  // SplitMix64's constant: odd, so a bijection
    hash_ ^= hash_ >> 32;  // the high bits, which know all others, come down
  }

  std::uint64_t hash_ = 0x6a09e667f3bcc908ULL;  // not 0, which an empty piece would leave as it is
};

}  // namespace anneal
