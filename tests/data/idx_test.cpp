#include "data/files/idx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/data/files.h"

namespace anneal { namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// What reading two records of 3 bytes to the end says.
std::string read_all(const std::filesystem::path& file) {
  return data_error([&] {
    IdxReader reader(file, 2, "rows");
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(reader.record_size()));
    for (Index i = 0; i < reader.count(); ++i) {
      reader.read(bytes);
    }
    reader.finish();
  });
}

TEST(Idx, ReadsPlainAndPackedFilesAlike) {
  const TemporaryFolder folder;
  const std::string bytes = idx({2, 3}, "abcxyz");
  for (const auto& file : {folder.write("plain", bytes), folder.write("packed.gz", gzip(bytes)),
                           folder.write("packed-without-a-suffix", gzip(bytes))}) {
    IdxReader reader(file, 2, "rows");
    EXPECT_EQ(reader.count(), 2);
    EXPECT_EQ(reader.record_size(), 3);
    std::vector<std::uint8_t> row(3);
    reader.read(row);
    EXPECT_EQ(row, (std::vector<std::uint8_t>{'a', 'b', 'c'}));
    reader.read(row);
    EXPECT_EQ(row, (std::vector<std::uint8_t>{'x', 'y', 'z'}));
    reader.finish();
  }
}

TEST(Idx, NamesTheMagicNumberThatItFound) {
  const TemporaryFolder folder;
  const auto file = folder.write("labels", idx({6}, "abcdef"));
  EXPECT_EQ(read_all(file), file.string() +
                                ": not an IDX file of rows: its magic number is 0x00000801, "
                                "expected 0x00000802");
  std::string floats = idx({2, 3}, "abcdef");
  floats[2] = '\x0d';  // 32-bit floats
  EXPECT_THAT(read_all(folder.write("floats", floats)), HasSubstr("0x00000d02"));
}

TEST(Idx, RefusesAFileThatIsCutShort) {
  const TemporaryFolder folder;
  const std::string bytes = idx({2, 3}, "abcxyz");
  EXPECT_THAT(read_all(folder.write("header", bytes.substr(0, 7))),
              EndsWith("cut short inside the IDX header"));
  EXPECT_THAT(read_all(folder.write("body", bytes.substr(0, bytes.size() - 2))),
              EndsWith("cut short: 4 bytes of rows, expected 2 x 3 = 6"));
  EXPECT_THAT(read_all(folder.write("packed.gz", gzip(bytes.substr(0, bytes.size() - 2)))),
              EndsWith("cut short: 4 bytes of rows, expected 2 x 3 = 6"));
  const std::string packed = gzip(bytes);
  EXPECT_THAT(read_all(folder.write("stream.gz", packed.substr(0, packed.size() - 12))),
              EndsWith("cut short: the gzip stream has no end"));
  EXPECT_EQ(read_all(folder.write("empty", "")),
            (folder.path() / "empty").string() + ": the file is empty");
}

TEST(Idx, RefusesMoreDataThanTheHeaderSays) {
  const TemporaryFolder folder;
  EXPECT_THAT(
      read_all(folder.write("long", idx({2, 3}, "abcxyz+"))),
      EndsWith("longer than its header says: expected 2 x 3 = 6 bytes of rows, found more"));
}

TEST(Idx, ChecksGzipsFormAndChecksum) {
  const TemporaryFolder folder;
  const std::string bytes = idx({2, 3}, "abcxyz");
  EXPECT_THAT(read_all(folder.write("plain.gz", bytes)), EndsWith("not in gzip format"));
  std::string packed = gzip(bytes);
  packed[packed.size() - 6] ^= 1;  // inside the checksum
  EXPECT_THAT(read_all(folder.write("checksum.gz", packed)), EndsWith("corrupt gzip data"));
  packed = gzip(bytes);
  packed[10] ^= 0x06;  // the first deflate block's type
  EXPECT_THAT(read_all(folder.write("block.gz", packed)), EndsWith("corrupt gzip data"));
}

TEST(Idx, BelievesNoHeaderThatPromisesMoreThanTheFileCanHold) {
  const TemporaryFolder folder;
  const std::string huge = idx({0xffffffff, 0xffffffff}, "abcxyz");
  EXPECT_THAT(read_all(folder.write("plain", huge)), HasSubstr("more than the file can hold"));
  EXPECT_THAT(read_all(folder.write("packed.gz", gzip(huge))),
              HasSubstr("the header promises 4294967295 x 4294967295 bytes of rows"));
  EXPECT_THAT(read_all(folder.write("none", idx({0, 3}, ""))), HasSubstr("there are no rows"));
}

TEST(Idx, NamesTheFileThatIsNotThere) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_all(folder.path() / "absent"),
            (folder.path() / "absent").string() + ": cannot be opened: No such file or directory");
  EXPECT_THAT(read_all(folder.path()), EndsWith("is a folder, not a file"));
}

TEST(IdxLabels, NamesALabelOutOfRangeAndItsPosition) {
  const TemporaryFolder folder;
  const auto good = folder.write("good", idx({3}, std::string("\x00\x09\x04", 3)));
  EXPECT_EQ(read_idx_labels(good, 10), (std::vector<std::int32_t>{0, 9, 4}));
  const auto bad = folder.write("bad", idx({3}, std::string("\x00\x09\x0a", 3)));
  EXPECT_EQ(data_error([&] { read_idx_labels(bad, 10); }),
            bad.string() + ": label 10 of sample 2 is outside [0, 10)");
}

}}  // namespace anneal
