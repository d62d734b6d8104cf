#include <cstdint>
#include <zlib.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"
#include "tests/support/idx_bytes.h"

// Broken data files, through the program: one line that names the file, exit code 2, no output
// folder.

namespace anneal::cli { namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using testing_support::big_endian;
using testing_support::idx;

constexpr std::size_t kCount = 40;
constexpr std::size_t kPixels = 28 * 28;

std::string pixels(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t k = 0; k < count; ++k) {
    bytes[k] = static_cast<char>(k * k % 251);
  }
  return bytes;
}

std::string good_images() {
  return idx(0x803, {kCount, 28, 28}, pixels(kCount * kPixels));
}

std::string good_labels() {
  std::string labels;
  for (std::size_t k = 0; k < kCount; ++k) {
    labels += static_cast<char>(k % 10);
  }
  return idx(0x801, {kCount}, labels);
}

std::string gzipped(const fs::path& scratch, const std::string& bytes) {
  const gzFile file = gzopen(scratch.c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
  std::string packed = read_text(scratch);
  fs::remove(scratch);
  return packed;
}

/// Trains one epoch on `data` in `folder`, into `folder`/out.
Outcome train_on(const std::string& data, const fs::path& folder) {
  return run_anneal({"train", "--data", data, "--model", "mlp(4)", "--batch-size", "8", "--epochs",
                     "1", "--no-figures", "--out", "out"},
                    folder);
}

void expect_refused(const std::string& data, const fs::path& folder, const std::string& says) {
  const std::vector<std::string> before = everything_in(folder);
  const Outcome outcome = train_on(data, folder);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, StartsWith("anneal: error: "));
  EXPECT_THAT(outcome.err, HasSubstr(says));
  EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
  EXPECT_EQ(everything_in(folder), before);
}

constexpr const char* kMnist = "mnist(path=data, validation=8)";

TEST(DataFiles, GoodOnesTrainPlainAndPacked) {
  for (const bool packed : {false, true}) {
    const TemporaryFolder folder;
    fs::create_directories(folder / "data");
    const std::string ending = packed ? ".gz" : "";
    for (const auto& [name, bytes] : {std::pair("train-images-idx3-ubyte", good_images()),
                                      std::pair("train-labels-idx1-ubyte", good_labels())}) {
      write_text(folder / ("data/" + (name + ending)),
                 packed ? gzipped(folder / "scratch", bytes) : bytes);
    }
    const Outcome outcome = train_on(kMnist, folder.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("32 training and 8 validation samples"));
  }
}

TEST(DataFiles, ABrokenIdxFileIsNamedWithWhatIsWrong) {
  struct Case {
    std::string what;
    std::string images, labels;
    std::string says;
  };
  std::string bad_label = good_labels();
  bad_label[8 + 17] = 10;
  const std::vector<Case> cases = {
      {"images cut short", good_images().substr(0, 1000), good_labels(),
       "train-images-idx3-ubyte: cut short: the header promises 40 x 28 x 28"},
      {"cut inside the header", good_images().substr(0, 6), good_labels(),
       "train-images-idx3-ubyte: cut short inside the IDX header"},
      {"empty", "", good_labels(), "train-images-idx3-ubyte: the file is empty"},
      {"wrong magic number", idx(0x801, {kCount, 28, 28}, pixels(kCount * kPixels)), good_labels(),
       "its magic number is 0x00000801, expected 0x00000803"},
      {"another kind of file", "<html>404 not found</html>", good_labels(), "not an IDX file"},
      {"images of another size", idx(0x803, {kCount, 20, 20}, pixels(kCount * 400)), good_labels(),
       "images are 20 x 20, expected 28 x 28"},
      {"label out of range", good_images(), bad_label,
       "train-labels-idx1-ubyte: label 10 of sample 17 is outside [0, 10)"},
      {"fewer labels than images", good_images(), idx(0x801, {3}, "abc").substr(0, 8) + "\1\2\3",
       "40 images, but the labels file has 3"},
      {"more than promised", good_images() + "x", good_labels(), "longer than its header says"},
      {"extents that overflow", idx(0x803, {0xFFFFFFFFU, 0xFFFFFFFFU, 0xFFFFFFFFU}, "x"),
       good_labels(), "more than the file can hold"},
  };
  for (const Case& wrong : cases) {
    SCOPED_TRACE(wrong.what);
    const TemporaryFolder folder;
    fs::create_directories(folder / "data");
    write_text(folder / "data/train-images-idx3-ubyte", wrong.images);
    write_text(folder / "data/train-labels-idx1-ubyte", wrong.labels);
    expect_refused(kMnist, folder.path(), wrong.says);
  }
}

TEST(DataFiles, ABrokenGzipFileIsNamedWithWhatIsWrong) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "data");
  const std::string packed = gzipped(folder / "scratch", good_images());
  write_text(folder / "data/train-labels-idx1-ubyte.gz",
             gzipped(folder / "scratch", good_labels()));
  std::string corrupt = packed;
  corrupt[corrupt.size() / 2] = static_cast<char>(corrupt[corrupt.size() / 2] ^ 0x55);
  std::string wrong_checksum = packed;
  wrong_checksum[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 0x55);
  const std::vector<std::pair<std::string, std::string>> cases = {
      {corrupt, "corrupt gzip data"},
      {wrong_checksum, "corrupt gzip data"},
      {packed.substr(0, packed.size() / 2), "cut short"},
      {good_images(), "not in gzip format"},
  };
  for (const auto& [bytes, says] : cases) {
    SCOPED_TRACE(says);
    write_text(folder / "data/train-images-idx3-ubyte.gz", bytes);
    expect_refused(kMnist, folder.path(), "train-images-idx3-ubyte.gz: " + says);
  }
}

TEST(DataFiles, AMissingDataSetIsRefusedSayingHowToGetIt) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "data");
  expect_refused("fashion-mnist(path=data)", folder.path(),
                 "apt-get install dataset-fashion-mnist, or pass path=DIR");
  expect_refused("mnist(path=nowhere)", folder.path(), "the folder of MNIST's four IDX files");
  expect_refused("mnist", folder.path(), "mnist: path is missing");
  expect_refused("cifar10(path=data)", folder.path(), "cifar-10-binary.tar.gz");
}

TEST(DataFiles, MoreHeldOutThanThereIsGivesTheNumbers) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "data");
  write_text(folder / "data/train-images-idx3-ubyte", good_images());
  write_text(folder / "data/train-labels-idx1-ubyte", good_labels());
  expect_refused("mnist(path=data)", folder.path(),
                 "mnist: validation=10000 leaves nothing to train with: there are 40 samples");
  expect_refused("mnist(path=data, train=39, validation=2)", folder.path(),
                 "train=39 and validation=2 need more samples than there are (40)");
}

/// A grey Netpbm-free way to an image: PNG, stored without compression by zlib's compress().
std::string png(std::uint32_t side) {
  const auto chunk = [](const std::string& type, const std::string& data) {
    const std::string body = type + data;
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    return big_endian(static_cast<std::uint32_t>(data.size())) + body +
           big_endian(static_cast<std::uint32_t>(sum));
  };
  std::string rows;
  for (std::uint32_t y = 0; y < side; ++y) {
    rows += '\0' + pixels(side);
  }
  std::string packed(compressBound(rows.size()), '\0');
  uLongf size = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(rows.data()), rows.size());
  packed.resize(size);
  const std::string header = big_endian(side) + big_endian(side) + std::string("\x08\0\0\0\0", 5);
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", packed) + chunk("IEND", "");
}

TEST(DataFiles, AnImageThatDoesNotFitOrCannotBeReadIsNamed) {
  const TemporaryFolder folder;
  for (const std::string name : {"cat", "dog"}) {
    fs::create_directories(folder / ("data/" + name));
    for (int k = 0; k < 12; ++k) {
      write_text(folder / ("data/" + name + "/" + std::to_string(k) + ".png"), png(6));
    }
  }
  write_text(folder / "data/dog/odd.png", png(9));
  expect_refused("images(path=data)", folder.path(),
                 "data/dog/odd.png: the image is 9 x 9, expected 6 x 6");
  write_text(folder / "data/dog/odd.png", png(6).substr(0, 40));
  expect_refused("images(path=data)", folder.path(), "data/dog/odd.png: not a readable PNG");
  fs::remove(folder / "data/dog/odd.png");
  const Outcome good = train_on("images(path=data)", folder.path());
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_THAT(good.err, Not(HasSubstr("error")));
}

}}  // namespace anneal::cli
