
#include "core/text.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

namespace anneal { namespace {

TEST(ParseNumber, ReadsBackExactlyWhatToTextWrites) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double value : {0.1, -2.5e-300, 1e21, 5e-324, infinity, -infinity}) {
    EXPECT_EQ(parse_number<double>(to_text(value)), value);
  }
  EXPECT_TRUE(std::isnan(parse_number<double>(to_text(NAN)).value()));
  EXPECT_EQ(parse_number<std::int64_t>("-9223372036854775808"), INT64_MIN);
}

TEST(ParseNumber, TakesTheWholeTextOrNothing) {
  for (const char* text :
       {"", " 1", "1 ", "1x", "+-1", "++1", "+", "0x10", "1,5", "--1", "1e999"}) {
    EXPECT_EQ(parse_number<double>(text), std::nullopt) << '"' << text << '"';
  }
  for (const char* text : {"1.5", "1.5e0", "1e16", "-1e16", "9223372036854775808"}) {
    EXPECT_EQ(parse_number<std::int64_t>(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_number<std::uint64_t>("-1"), std::nullopt);
}

TEST(ParseNumber, TakesASignAndWholeNumbersThatAreWrittenAsDecimals) {
  EXPECT_EQ(parse_number<double>("+0.1"), 0.1);
  EXPECT_EQ(parse_number<std::int64_t>("+7"), 7);
  EXPECT_EQ(parse_number<std::int64_t>("1e3"), 1000);
  EXPECT_EQ(parse_number<std::int64_t>("1.5e3"), 1500);
  EXPECT_EQ(parse_number<std::uint64_t>("1e15"), 1000000000000000U);
  EXPECT_EQ(parse_number<std::int32_t>("1e10"), std::nullopt);
  EXPECT_EQ(parse_number<std::uint64_t>("-1e3"), std::nullopt);
}

}}  // namespace anneal
