#include <string>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/storage/file.h"
#include "core/storage/safetensors.h"
#include "tests/support/temporary_folder.h"

// The reader of everything but packed data: files only, of a size that memory can hold.

namespace anneal { namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;
using testing_support::TemporaryFolder;

auto throws(const std::string& message) {
  return ThrowsMessage<std::runtime_error>(message);
}

TEST(ReadFile, NamesWhatIsNoFile) {
  const TemporaryFolder folder;
  const std::string pipe = (folder / "pipe").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT([&] { read_file(pipe); }, throws(pipe + ": is a pipe or device, not a file"));
  EXPECT_THAT([&] { load_safetensors(pipe); }, throws(pipe + ": is a pipe or device, not a file"));
  EXPECT_THAT([&] { read_file("/dev/zero"); },
              throws("/dev/zero: is a pipe or device, not a file"));
  EXPECT_THAT([&] { read_file(folder.path().string()); },
              throws(folder.path().string() + ": is a folder, not a file"));
  std::filesystem::create_symlink("loop", folder / "loop");
  EXPECT_THAT(
      [&] { read_file((folder / "loop").string()); },
      throws((folder / "loop").string() + ": cannot be opened: Too many levels of symbolic links"));
}

TEST(ReadFile, ReadsNoMoreThanItsLimit) {
  const TemporaryFolder folder;
  const std::string file = folder.write("f", "12345678").string();
  EXPECT_EQ(read_file(file, 8), "12345678");
  EXPECT_THAT([&] { read_file(file, 7); },
              throws(file + ": is larger than the 7 bytes that are read of such a file"));
  // A file with a hole takes no room on the disk, and would take all memory.
  std::filesystem::resize_file(file, std::uintmax_t{1} << 40);
  EXPECT_THAT([&] { read_file(file); }, throws(file + ": is larger than the 4294967296 bytes that "
                                                      "are read of such a file"));
  EXPECT_THAT(
      [&] { load_safetensors(file); },
      ThrowsMessage<std::runtime_error>(HasSubstr("f: is larger than the 17179869184 bytes")));
}

TEST(ReadFile, ReadsFilesThatSayTheyAreEmpty) {
  if (!std::filesystem::exists("/proc/self/status")) {
    GTEST_SKIP() << "no /proc";
  }
  EXPECT_THAT(read_file("/proc/self/status"), HasSubstr("Name:"));
  EXPECT_THAT([] { read_file("/proc/self/status", 5); },
              ThrowsMessage<std::runtime_error>(HasSubstr("is larger than the 5 bytes")));
}

}}  // namespace anneal
