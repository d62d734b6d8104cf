#include "apps/run/labels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using testing::ElementsAre;

TEST(ShortLabels, LeaveOutArguments) {
  const std::vector<std::string> specs = {"constant", "warmup(5%) then cosine(to=0.01)",
                                          "plateau(metric=val_loss, patience=3ev)",
                                          "repeat(cosine(for=1ep), length=2ep)"};
  EXPECT_THAT(short_labels(specs),
              ElementsAre("constant", "warmup then cosine", "plateau", "repeat"));
}

TEST(ShortLabels, KeepTheArgumentsThatTellSpecsApart) {
  const std::vector<std::string> specs = {"step(every=1ep)", "step(every=2ep)", "cosine(to=0.1)"};
  EXPECT_THAT(short_labels(specs), ElementsAre("step(every=1ep)", "step(every=2ep)", "cosine"));
}

TEST(ShortLabels, KeepParenthesesThatGroup) {
  const std::vector<std::string> specs = {"(warmup(5%) then cosine) * constant(0.5)"};
  EXPECT_THAT(short_labels(specs), ElementsAre("(warmup then cosine) * constant"));
}

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_EQ(wrap("warmup then cosine", 12), "warmup then\ncosine");
  EXPECT_EQ(wrap("warmup then cosine", 80), "warmup then cosine");
  EXPECT_EQ(wrap("unbreakable", 4), "unbreakable");
  EXPECT_EQ(line_count("a\nbc"), 2U);
  EXPECT_EQ(line_width("a\nbc"), 2U);
}

TEST(FileNamePart, HasOnlyHarmlessCharacters) {
  EXPECT_EQ(file_name_part("sgd(lr=0.1, momentum=0.9)"), "sgd-lr-0-1-momentum-0-9");
  EXPECT_EQ(file_name_part("../../etc"), "etc");
  EXPECT_EQ(file_name_part("()"), "unnamed");
  EXPECT_LE(file_name_part(std::string(200, 'a')).size(), 40U);
}

}}  // namespace anneal
