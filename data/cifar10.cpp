#include "data/cifar10.h"

#include <array>
#include <span>
#include <string>
#include <utility>

#include "data/catalogue.h"
#include "data/files/byte_source.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr Index kSide = 32;
constexpr Index kRecord = 1 + 3 * kSide * kSide;
constexpr int kClasses = 10;

std::filesystem::path find_file(const ImageBenchmarkOptions& options, const std::string& name) {
  check_data(is_there(options.folder / name), options.name, ": ", name, " is not in \"",
             options.folder.string(), "\" (", options.how_to_get, ")");
  return options.folder / name;
}

// The size of the file says how many records it has.
Index count_records(const ByteSource& file) {
  check_data(!file.packed(), file.name(), ": is packed with gzip (unpack it first: gunzip)");
  const Index bytes = file.capacity();
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

DataSplit load_cifar10(const ImageBenchmarkOptions& options) {
  std::vector<ByteSource> files;
  Index count = 0;
  for (const char number : {'1', '2', '3', '4', '5'}) {
    files.emplace_back(find_file(options, std::string("data_batch_") + number + ".bin"));
    count += count_records(files.back());
  }
  Index test = 0;
  if (options.validate_on_test) {
    files.emplace_back(find_file(options, "test_batch.bin"));
    test = count_records(files.back());
  }
  ImageSetBuilder builder({.name = options.name,
                           .channels = 3,
                           .height = kSide,
                           .width = kSide,
                           .classes = kClasses,
                           .pool = options.pool,
                           .statistics = options.statistics,
                           .parts = partition({.count = count,
                                               .train = options.train,
                                               .validation = options.validation,
                                               .test = test,
                                               .seed = options.split})});
  for (ByteSource& file : files) {
    add_all(builder, file);
  }
  return std::move(builder).finish();
}

DataEntry cifar10_entry() {
  return {
      {.name = "cifar10",
       .parameters = benchmark_parameters(
           path_parameter("folder of data_batch_1.bin to data_batch_5.bin"), "5000"),
       .help = "50,000 colour 32 x 32 photographs in 10 classes",
       .source = "Krizhevsky 2009"},
      [](const spec::Arguments& arguments) {
        ImageBenchmarkOptions options{
            .name = "cifar10",
            .how_to_get =
                "unpack CIFAR-10's binary version, cifar-10-binary.tar.gz, and pass "
                "path=DIR",
            .statistics =
                statistics_of(arguments, {kCifar10Statistics.begin(), kCifar10Statistics.end()})};
        return augmented(load_cifar10(benchmark_options(arguments, std::move(options))), arguments);
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
