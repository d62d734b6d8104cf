#include "core/memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/error.h"
#include "core/spec/parse.h"
#include "data/catalogue.h"
#include "data/image_set.h"
#include "tests/data/files.h"

// Sizes that no machine has memory for are refused by the name of their argument, at once.

namespace anneal { namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const std::string& text) {
  try {
    load_data(spec::parse(text));
  } catch (const spec::SpecError& error) {
    return error.what();
  }
  return "";
}

TEST(Memory, IsSaidInUnitsOfAThousand) {
  EXPECT_EQ(bytes_text(784), "784 bytes");
  EXPECT_EQ(bytes_text(999.4), "999 bytes");
  EXPECT_EQ(bytes_text(999.6), "1 kB");
  EXPECT_EQ(bytes_text(3176e9), "3.18 TB");
  EXPECT_EQ(bytes_text(17.0 * (1 << 30)), "18.3 GB");
  EXPECT_EQ(bytes_text(1e30), "1e+12 EB");
}

TEST(Memory, ADrawnSetThatNobodyCanHoldNamesItsArguments) {
  const auto refuses = [](const char* text, const char* says) {
    EXPECT_THAT(refusal(text), AllOf(HasSubstr(says), HasSubstr(" would take "),
                                     HasSubstr("B of memory (at most "
                                               "8.59 GB")))
        << text;
  };
  refuses("bigram(length=1000000000000000)", "bigram: n=4096, validation=1024 and length=1000000");
  refuses("bigram(n=1000000000000)", "bigram: n=1000000000000, validation");
  refuses("spirals(n=1000000000000)", "spirals: n=1000000000000 and validation=1000");
  refuses("moons(validation=1000000000000)", "moons: n=1000 and validation=1000000000000");
  refuses("blobs(features=1000000000000)", "blobs: classes=3 and features=1000000000000");
  refuses("blobs(classes=1000000000000)", "blobs: classes=1000000000000 and features=2");
  refuses("teacher(hidden=1000000000000)", "teacher: features=10, hidden=1000000000000");
  refuses("teacher(n=1000000000000)", "teacher: n=1000000000000, validation=1000, features=10");
}

TEST(Memory, AFileThatIsTakenTooOftenNamesItsArguments) {
  const TemporaryFolder folder;
  const auto file = folder.write("t", std::string(2'000'000, 'a'));
  EXPECT_THAT(refusal("text(path=\"" + file.string() + "\", length=100000, stride=1)"),
              HasSubstr("text: 1700000 windows of length=100000, one every stride=1 would take "));
  const std::vector<Part> parts(1'000'000, Part::kTrain);
  EXPECT_THAT(
      [&] {
        ImageSetBuilder(
            {.name = "images", .height = 4096, .width = 4096, .classes = 2, .parts = parts});
      },
      testing::ThrowsMessage<std::invalid_argument>(
          HasSubstr("images: 1000000 images of 4096 x 4096 would take ")));
}

}}  // namespace anneal
