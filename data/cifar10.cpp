#include "data/cifar10.h"

#include <array>
#include <span>
#include <string>
#include <utility>

#include "data/files/byte_source.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr Index kSide = 32;
constexpr Index kRecord = 1 + 3 * kSide * kSide;
constexpr int kClasses = 10;

std::filesystem::path find_file(const std::filesystem::path& folder, const std::string& name) {
  check_data(std::filesystem::exists(folder / name), "cifar10: ", name, " is not in \"",
             folder.string(),
             "\" (unpack CIFAR-10's binary version, cifar-10-binary.tar.gz, and pass path=DIR)");
  return folder / name;
}

// The file is not packed, so its size says how many records it has.
Index count_records(const ByteSource& file) {
  const auto bytes = static_cast<Index>(file.capacity());
  check_data(bytes % kRecord == 0, file.name(), ": ", bytes,
             " bytes, expected a whole number of records of ", kRecord);
  return bytes / kRecord;
}

void add_all(ImageSetBuilder& mutable_builder, ByteSource& mutable_file) {
  std::array<std::uint8_t, kRecord> record{};
  for (Index i = 0; mutable_file.read(record) == record.size(); ++i) {
    check_data(record[0] < kClasses, mutable_file.name(), ": label ", record[0], " of image ", i,
               " is outside [0, ", kClasses, ")");
    mutable_builder.add(std::span(record).subspan(1), record[0]);
  }
}

}  // namespace

DataSplit load_cifar10(const Cifar10Options& options) {
  std::vector<ByteSource> files;
  Index count = 0;
  for (const char number : {'1', '2', '3', '4', '5'}) {
    files.emplace_back(find_file(options.folder, std::string("data_batch_") + number + ".bin"));
    count += count_records(files.back());
  }
  std::vector<Part> parts =
      partition({.count = count,
                 .train = options.train,
                 .validation = options.validate_on_test ? 0 : options.validation,
                 .seed = options.split});
  if (options.validate_on_test) {
    files.emplace_back(find_file(options.folder, "test_batch.bin"));
    parts.resize(parts.size() + static_cast<std::size_t>(count_records(files.back())),
                 Part::kValidation);
  }
  ImageSetBuilder builder({.name = "cifar10",
                           .channels = 3,
                           .height = kSide,
                           .width = kSide,
                           .classes = kClasses,
                           .pool = options.pool,
                           .statistics = options.statistics,
                           .parts = std::move(parts)});
  for (ByteSource& file : files) {
    add_all(builder, file);
  }
  return std::move(builder).finish();
}

}}  // namespace anneal::ANNEAL_PRECISION
