#include "data/text_set.h"

#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/data/files.h"

namespace anneal { namespace {

using testing::EndsWith;
using testing::HasSubstr;

// The characters of window `i`, and the labels of its positions, as text.
std::string window(const DataSplit& split, const Dataset& data, Index i) {
  const Index length = data.inputs.shape()[1];
  std::string text;
  for (Index t = 0; t < length; ++t) {
    text += split.vocabulary[static_cast<std::size_t>(data.inputs.data()[i * length + t])];
  }
  text += '>';
  for (Index t = 0; t < length; ++t) {
    text += split.vocabulary[static_cast<std::size_t>(
        data.labels[static_cast<std::size_t>(i * length + t)])];
  }
  return text;
}

TEST(Text, CutsWindowsThatAskForTheNextCharacter) {
  const TemporaryFolder folder;
  const std::string text =
      "abcdefghij"
      "0123456789";
  for (const auto& file : {folder.write("t.txt", text), folder.write("t.gz", gzip(text))}) {
    const DataSplit split = load_text({.file = file, .length = 3, .validation = 0.5});
    EXPECT_EQ(split.vocabulary, "0123456789abcdefghij");
    EXPECT_EQ(split.train.classes, 20);
    ASSERT_EQ(split.train.size(), 3);
    EXPECT_EQ(window(split, split.train, 0), "abc>bcd");
    EXPECT_EQ(window(split, split.train, 1), "def>efg");
    EXPECT_EQ(window(split, split.train, 2), "ghi>hij");
    EXPECT_EQ(window(split, split.validation, 2), "678>789");
    EXPECT_EQ(split.train.sample_shape(), (Shape{3}));
    EXPECT_EQ(split.train.labels_per_sample(), 3);
    check_consistent(split.train);
  }
}

TEST(Text, OverlapsTrainingWindowsByTheStrideOnly) {
  const TemporaryFolder folder;
  const auto file = folder.write("t",
                                 "abcdefghij"
                                 "0123456789");
  const DataSplit split = load_text({.file = file, .length = 4, .stride = 1, .validation = 0.5});
  EXPECT_EQ(split.train.size(), 6);
  EXPECT_EQ(window(split, split.train, 5), "fghi>ghij");
  EXPECT_EQ(split.validation.size(), 2);
  EXPECT_EQ(window(split, split.validation, 1), "4567>5678");
}

TEST(Text, ReadsFilesLongerThanOneBlock) {
  const TemporaryFolder folder;
  std::string text((std::size_t{1} << 20) * 2, 'a');
  text.back() = 'b';
  const DataSplit split = load_text({.file = folder.write("t", text), .length = 64});
  EXPECT_EQ(split.vocabulary, "ab");
  EXPECT_EQ(split.train.size() + split.validation.size(), 29491 + 3276);
}

TEST(Text, RefusesATextThatIsTooShort) {
  const TemporaryFolder folder;
  const auto file = folder.write("short", "hello, world");
  EXPECT_THAT(data_error([&] { load_text({.file = file, .length = 8, .validation = 0.5}); }),
              EndsWith("short: 12 characters are too few for windows of 8 + 1 with "
                       "validation=0.5"));
  EXPECT_THAT(data_error([&] { load_text({.file = folder.path() / "absent"}); }),
              HasSubstr("absent: cannot be opened: No such file or directory"));
  EXPECT_THROW(load_text({.file = file, .length = 0}), std::invalid_argument);
}

}}  // namespace anneal
