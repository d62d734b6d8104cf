#include "data/mnist.h"

#include "core/check.h"
#include "data/files/byte_source.h"
#include "data/files/idx.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr Index kSide = 28;
constexpr Index kClasses = 10;

// The file `stem` + "-" or "." + `ending`, packed or not.
std::filesystem::path find_file(const MnistOptions& options,
                                const std::string& stem,
                                const std::string& ending) {
  for (const char* separator : {"-", "."}) {
    for (const char* packed : {"", ".gz"}) {
      std::filesystem::path file = options.folder / join_text(stem, separator, ending, packed);
      if (std::filesystem::exists(file)) {
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

Pair open_pair(const MnistOptions& options, const std::string& stem) {
  Pair pair{IdxReader(find_file(options, stem + "-images", "idx3-ubyte"), 3, "images"),
            read_idx_labels(find_file(options, stem + "-labels", "idx1-ubyte"), kClasses)};
  const std::vector<Index>& extents = pair.images.extents();
  check_data(extents[1] == kSide && extents[2] == kSide, pair.images.name(), ": images are ",
             extents[1], " x ", extents[2], ", expected ", kSide, " x ", kSide);
  check_data(extents[0] == static_cast<Index>(pair.labels.size()), pair.images.name(), ": ",
             extents[0], " images, but the labels file has ", pair.labels.size());
  return pair;
}

void add_all(ImageSetBuilder& mutable_builder, Pair& mutable_pair) {
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(kSide * kSide));
  for (const std::int32_t label : mutable_pair.labels) {
    mutable_pair.images.read(pixels);
    mutable_builder.add(pixels, label);
  }
  mutable_pair.images.finish();
}

}  // namespace

DataSplit load_mnist(const MnistOptions& options) {
  std::vector<Pair> files;
  files.push_back(open_pair(options, "train"));
  std::vector<Part> parts =
      partition({.count = files.front().images.count(),
                 .train = options.train,
                 .validation = options.validate_on_test ? 0 : options.validation,
                 .seed = options.split});
  if (options.validate_on_test) {
    files.push_back(open_pair(options, "t10k"));
    parts.resize(parts.size() + files.back().labels.size(), Part::kValidation);
  }
  ImageSetBuilder builder({.name = options.name,
                           .height = kSide,
                           .width = kSide,
                           .classes = kClasses,
                           .pool = options.pool,
                           .statistics = options.statistics,
                           .parts = std::move(parts)});
  for (Pair& pair : files) {
    add_all(builder, pair);
  }
  return std::move(builder).finish();
}

}}  // namespace anneal::ANNEAL_PRECISION
