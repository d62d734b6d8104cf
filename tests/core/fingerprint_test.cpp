#include "core/fingerprint.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace anneal { namespace {

std::string print_of(const std::vector<std::string_view>& pieces) {
  Fingerprint print;
  for (const std::string_view piece : pieces) {
    print.add(std::as_bytes(std::span(piece)));
  }
  return print.text();
}

TEST(Fingerprint, IsSixteenHexadecimalDigitsOfTheContents) {
  EXPECT_EQ(print_of({"abc"}), print_of({"abc"}));
  EXPECT_EQ(print_of({"abc"}).size(), 16U);
  EXPECT_EQ(print_of({"abc"}).find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(print_of({}), print_of({""}));
}

// Files hold fingerprints: they must not change from one version to the next.
TEST(Fingerprint, IsTheFormulaInItsComment) {
  const auto mix = [](std::uint64_t h, std::uint64_t word) {
    h = (h ^ word) * 0x9e3779b97f4a7c15ULL;
    return h ^ (h >> 32);
  };
  // little-endian: "abcdefgh" is 0x6867666564636261, "i" is 0x69
  std::uint64_t h = mix(mix(mix(0x6a09e667f3bcc908ULL, 9), 0x6867666564636261ULL), 0x69);
  std::string digits;
  for (int k = 0; k < 16; ++k, h <<= 4) {
    digits += "0123456789abcdef"[h >> 60];
  }
  EXPECT_EQ(print_of({"abcdefghi"}), digits);
}

TEST(Fingerprint, TellsPiecesZerosAndEverySingleBitApart) {
  std::set<std::string> seen = {print_of({}),          print_of({"abc", ""}),
                                print_of({"ab", "c"}), print_of({"a", "bc"}),
                                print_of({"abc"}),     print_of({"c", "ab"})};
  std::size_t count = 6;
  std::string zeros(20, '\0');
  for (std::size_t length = 1; length <= zeros.size(); ++length, ++count) {
    seen.insert(print_of({std::string_view(zeros).substr(0, length)}));
  }
  for (std::size_t bit = 0; bit < 8 * zeros.size(); ++bit, ++count) {
    std::string changed = zeros;
    changed[bit / 8] = static_cast<char>(1U << (bit % 8));
    seen.insert(print_of({changed}));
  }
  EXPECT_EQ(seen.size(), count);
}

}}  // namespace anneal
