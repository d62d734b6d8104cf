
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
  for (const char* text : {"", " 1", "1 ", "1x", "+1", "0x10", "1,5", "--1", "1e999"}) {
    EXPECT_EQ(parse_number<double>(text), std::nullopt) << '"' << text << '"';
  }
  for (const char* text : {"1.5", "1e3", "9223372036854775808"}) {
    EXPECT_EQ(parse_number<std::int64_t>(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_number<std::uint64_t>("-1"), std::nullopt);
}

}}  // namespace anneal
