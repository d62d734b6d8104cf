#include "apps/run/utf8.h"

#include <string>

#include <gtest/gtest.h>

namespace anneal { namespace {

TEST(Utf8, TakesTheLeastAndTheGreatestOfEachLength) {
  for (const std::string text : {"", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80",
                                 "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(text));
    EXPECT_EQ(utf8_length(text), text.size());
  }
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndWhatIsCut) {
  for (const std::string text :
       {"\x80", "\xFF", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80",
        "\xF4\x90\x80\x80", "\xC3", "\xE2\x82", "\xE2\x82x", "a\xE4z"}) {
    EXPECT_FALSE(is_utf8(text));
  }
}

TEST(Utf8, PrintableTextHasNoControlCharactersAndNoLooseBytes) {
  EXPECT_EQ(printable("a\tb\nc\x1B[1m\x7F"), "a b c [1m ");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            " 31m");
  EXPECT_EQ(printable("\xC2\xA0\xC3\xA4\xE2\x82\xAC"), "\xC2\xA0\xC3\xA4\xE2\x82\xAC");
  EXPECT_EQ(printable("\x9B"
                      "31m\xE4"),
            "?31m?");
}

}}  // namespace anneal
