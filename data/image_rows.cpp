#include <optional>
#include <string>
#include <utility>

#include "data/cifar10.h"
#include "data/image_folder.h"
#include "data/mnist.h"
#include "data/rows.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using spec::Arguments;
using spec::at_least;
using spec::Parameter;
using spec::ValueKind;

using Statistics = std::vector<ChannelStatistics>;

// ---- what all image sets have: the look of their images ----

std::vector<Parameter> look_parameters(std::vector<std::string> normalize_choices) {
  std::string first = normalize_choices.front();
  const auto pixels = [](std::string name, std::string help) {
    return Parameter{.name = std::move(name),
                     .kind = ValueKind::kInteger,
                     .default_text = "0",
                     .range = spec::between(0, 4096),
                     .help = std::move(help)};
  };
  return {{.name = "normalize",
           .kind = ValueKind::kWord,
           .default_text = std::move(first),
           .choices = std::move(normalize_choices),
           .help = "subtract the mean and divide by the deviation of the whole set as published, "
                   "or of the training part; none: pixels from 0 to 1"},
          count_parameter("pool", "1", "replace every pool x pool square of pixels by its mean"),
          pixels("shift", "training images are moved by up to so many pixels at random"),
          {.name = "flip",
           .kind = ValueKind::kFlag,
           .default_text = "false",
           .help = "training images are mirrored left and right every second time"},
          pixels("cutout", "side of a square that is blanked out of training images at random"),
          seed_parameter("split", "of the hold-out; the same for all seeds of a comparison")};
}

Statistics statistics(const Arguments& arguments, Statistics published) {
  const std::string& word = arguments.word("normalize");
  if (word == "published") {
    return published;
  }
  return word == "train" ? Statistics{} : Statistics(published.size());
}

DataSplit augmented(DataSplit split, const Arguments& arguments) {
  split.train.augmentation = {.shift = arguments.integer("shift"),
                              .flip = arguments.flag("flip"),
                              .cutout = arguments.integer("cutout")};
  return split;
}

// ---- what sets with files for training and for testing have ----

Parameter validation_parameter(std::string default_text) {
  return {.name = "validation",
          .kind = ValueKind::kExpr,
          .default_text = std::move(default_text),
          .help = "how many training images to hold out, or test: judge by the test files instead"};
}

std::vector<Parameter> benchmark_parameters(Parameter path, std::string validation) {
  return with(
      {std::move(path),
       {.name = "train",
        .kind = ValueKind::kInteger,
        .default_text = "all",
        .range = at_least(1),
        .help = "train with the first so many images of the file; all: that are not held out",
        .optional = true},
       validation_parameter(std::move(validation))},
      look_parameters({"published", "train", "none"}));
}

// How many images to hold out; nothing for the word test.
std::optional<Index> held_out(const Arguments& arguments) {
  const spec::Expr& validation = arguments.expr("validation");
  if (validation.is_word() && validation.text == "test") {
    return {};
  }
  const double value = validation.is_number() ? validation.number.value : 0.0;
  if (validation.is_number() && validation.number.unit == spec::Unit::kNone && 1 <= value &&
      value <= 1e9 && value == static_cast<double>(static_cast<Index>(value))) {
    return static_cast<Index>(value);
  }
  throw arguments.error("validation", "must be a whole number of images >= 1 or test, got " +
                                          spec::brief(validation));
}

// Sets the fields of `Options` that MNIST and CIFAR-10 share.
template <class Options>
Options benchmark_options(const Arguments& arguments, Options options) {
  const std::optional<Index> validation = held_out(arguments);
  options.folder = arguments.text("path");
  options.train = arguments.has("train") ? arguments.integer("train") : 0;
  options.validation = validation.value_or(0);
  options.validate_on_test = !validation.has_value();
  options.split = seed_of(arguments, "split");
  options.pool = arguments.integer("pool");
  return options;
}

}  // namespace

DataEntry fashion_mnist_entry() {
  return {
      {.name = "fashion-mnist",
       .parameters =
           benchmark_parameters({.name = "path",
                                 .kind = ValueKind::kText,
                                 .default_text = "\"" + std::string(kFashionMnistFolder) + "\"",
                                 .help = "folder of the four IDX files, plain or .gz"},
                                "10000"),
       .help = "60,000 grey 28 x 28 pictures of clothes in 10 classes",
       .source = "Xiao, Rasul and Vollgraf 2017 (arXiv:1708.07747); Debian: dataset-fashion-mnist"},
      [](const Arguments& arguments) {
        MnistOptions options{
            .name = "fashion-mnist",
            .how_to_get = "apt-get install dataset-fashion-mnist, or pass path=DIR",
            .statistics = statistics(arguments, {kFashionMnistStatistics})};
        return augmented(load_mnist(benchmark_options(arguments, std::move(options))), arguments);
      }};
}

DataEntry mnist_entry() {
  return {
      {.name = "mnist",
       .parameters = benchmark_parameters(
           path_parameter("folder of the four IDX files, plain or .gz"), "10000"),
       .help = "60,000 grey 28 x 28 pictures of handwritten digits",
       .source = "LeCun, Cortes and Burges, The MNIST database"},
      [](const Arguments& arguments) {
        MnistOptions options{.name = "mnist",
                             .how_to_get = "pass path=DIR, the folder of MNIST's four IDX files",
                             .statistics = statistics(arguments, {kMnistStatistics})};
        return augmented(load_mnist(benchmark_options(arguments, std::move(options))), arguments);
      }};
}

DataEntry cifar10_entry() {
  return {{.name = "cifar10",
           .parameters = benchmark_parameters(
               path_parameter("folder of data_batch_1.bin to data_batch_5.bin"), "5000"),
           .help = "50,000 colour 32 x 32 photographs in 10 classes",
           .source = "Krizhevsky 2009"},
          [](const Arguments& arguments) {
            Cifar10Options options{
                .statistics = statistics(
                    arguments, Statistics(kCifar10Statistics.begin(), kCifar10Statistics.end()))};
            return augmented(load_cifar10(benchmark_options(arguments, std::move(options))),
                             arguments);
          }};
}

DataEntry images_entry() {
  return {{.name = "images",
           .parameters =
               with({path_parameter("folder with one sub-folder of PNG or JPEG images per class"),
                     {.name = "size",
                      .kind = ValueKind::kIntegers,
                      .default_text = "that of the first image",
                      .range = spec::between(1, 4096),
                      .help = "28 or [height, width]: resize every image to it",
                      .optional = true},
                     {.name = "resize",
                      .kind = ValueKind::kFlag,
                      .default_text = "true",
                      .help = "false: an image that does not have this size is an error"},
                     {.name = "colour",
                      .kind = ValueKind::kFlag,
                      .default_text = "false",
                      .help = "three channels instead of grey"},
                     fraction_parameter("0.2", "fraction of the images to hold out")},
                    look_parameters({"train", "none"})),
           .help = "your own images, in one folder for each class"},
          [](const Arguments& arguments) {
            ImageFolderOptions options{
                .folder = arguments.text("path"),
                .resize = arguments.flag("resize"),
                .colour = arguments.flag("colour"),
                .validation = arguments.number("validation"),
                .split = seed_of(arguments, "split"),
                .pool = arguments.integer("pool"),
                .statistics = statistics(arguments, Statistics(arguments.flag("colour") ? 3 : 1))};
            if (arguments.has("size")) {
              const std::vector<std::int64_t> size = arguments.integers("size");
              if (size.empty() || size.size() > 2) {
                throw arguments.error("size", "must be one side or [height, width]");
              }
              options.size = ImageSize{.height = size.front(), .width = size.back()};
            }
            return augmented(load_image_folder(options), arguments);
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
