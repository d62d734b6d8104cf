#include "data/mnist.h"

#include "core/check.h"
#include "data/catalogue.h"
#include "data/files/byte_source.h"
#include "data/files/idx.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr Index kSide = 28;
constexpr Index kClasses = 10;

// The file `stem` + "-" or "." + `ending`, packed or not.
std::filesystem::path find_file(const ImageBenchmarkOptions& options,
                                const std::string& stem,
                                const std::string& ending) {
  for (const char* separator : {"-", "."}) {
    for (const char* packed : {"", ".gz"}) {
      std::filesystem::path file = options.folder / join_text(stem, separator, ending, packed);
      if (is_there(file)) {
        return file;
      }
    }
  }
  throw DataError(options.name, ": ", stem, "-", ending, "[.gz] is not in \"",
                  options.folder.string(), "\" (", options.how_to_get, ")");
}

// One pair of files, both headers checked against each other.
struct Pair {
  IdxReader images;
  std::vector<std::int32_t> labels;
};

Pair open_pair(const ImageBenchmarkOptions& options, const std::string& stem) {
  Pair pair{IdxReader(find_file(options, stem + "-images", "idx3-ubyte"), 3, "images"),
            read_idx_labels(find_file(options, stem + "-labels", "idx1-ubyte"), kClasses)};
  const std::vector<Index>& extents = pair.images.extents();
  check_data(extents[1] == kSide && extents[2] == kSide, pair.images.name(), ": images are ",
             extents[1], " x ", extents[2], ", expected ", kSide, " x ", kSide);
  check_data(extents[0] == std::ssize(pair.labels), pair.images.name(), ": ", extents[0],
             " images, but the labels file has ", pair.labels.size());
  return pair;
}

void add_all(ImageSetBuilder& mutable_builder, Pair& mutable_pair) {
  std::vector<std::uint8_t> pixels(kSide * kSide);
  for (const std::int32_t label : mutable_pair.labels) {
    mutable_pair.images.read(pixels);
    mutable_builder.add(pixels, label);
  }
  mutable_pair.images.finish();
}

}  // namespace

DataSplit load_mnist(const ImageBenchmarkOptions& options) {
  std::vector<Pair> files;
  files.push_back(open_pair(options, "train"));
  if (options.validate_on_test) {
    files.push_back(open_pair(options, "t10k"));
  }
  ImageSetBuilder builder(
      {.name = options.name,
       .height = kSide,
       .width = kSide,
       .classes = kClasses,
       .pool = options.pool,
       .statistics = options.statistics,
       .parts = partition({.count = files.front().images.count(),
                           .train = options.train,
                           .validation = options.validation,
                           .test = options.validate_on_test ? files.back().images.count() : 0,
                           .seed = options.split})});
  for (Pair& pair : files) {
    add_all(builder, pair);
  }
  return std::move(builder).finish();
}

DataEntry fashion_mnist_entry() {
  return {
      {.name = "fashion-mnist",
       .parameters =
           benchmark_parameters({.name = "path",
                                 .kind = spec::ValueKind::kText,
                                 .default_text = "\"" + std::string(kFashionMnistFolder) + "\"",
                                 .help = "folder of the four IDX files, plain or .gz"},
                                "10000"),
       .help = "60,000 grey 28 x 28 pictures of clothes in 10 classes; path= takes the IDX files "
               "from anywhere",
       .source = "Xiao, Rasul and Vollgraf 2017 (arXiv:1708.07747); Debian: dataset-fashion-mnist"},
      [](const spec::Arguments& arguments) {
        ImageBenchmarkOptions options{
            .name = "fashion-mnist",
            .how_to_get =
                "apt-get install dataset-fashion-mnist, or pass path=DIR, a folder with "
                "the four IDX files",
            .statistics = statistics_of(arguments, {kFashionMnistStatistics})};
        return augmented(load_mnist(benchmark_options(arguments, std::move(options))), arguments);
      }};
}

DataEntry mnist_entry() {
  return {{.name = "mnist",
           .parameters = benchmark_parameters(
               path_parameter("folder of the four IDX files, plain or .gz"), "10000"),
           .help = "60,000 grey 28 x 28 pictures of handwritten digits",
           .source = "LeCun, Cortes and Burges, The MNIST database"},
          [](const spec::Arguments& arguments) {
            ImageBenchmarkOptions options{
                .name = "mnist",
                .how_to_get = "pass path=DIR, the folder of MNIST's four IDX files",
                .statistics = statistics_of(arguments, {kMnistStatistics})};
            return augmented(load_mnist(benchmark_options(arguments, std::move(options))),
                             arguments);
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
