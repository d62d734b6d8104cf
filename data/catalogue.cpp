#include "data/catalogue.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "data/image_folder.h"
#include "data/mnist.h"
#include "data/points.h"
#include "data/teacher.h"

namespace anneal::inline ANNEAL_PRECISION {
namespace {

using spec::Arguments;
using spec::at_least;
using spec::Parameter;
using spec::ValueKind;

// ---- parameters that several sets have ----

Parameter count(std::string name, std::string default_text, std::string help) {
  return {.name = std::move(name),
          .kind = ValueKind::kInteger,
          .default_text = std::move(default_text),
          .range = at_least(1),
          .help = std::move(help)};
}

Parameter seed(std::string name, std::string help) {
  return {.name = std::move(name),
          .kind = ValueKind::kInteger,
          .default_text = "0",
          .range = at_least(0),
          .help = std::move(help)};
}

Parameter noise(std::string default_text, std::string help) {
  return {.name = "noise",
          .default_text = std::move(default_text),
          .range = spec::below_from(0, INFINITY),
          .help = std::move(help)};
}

Parameter required_path(std::string help) {
  return {.name = "path", .kind = ValueKind::kText, .help = std::move(help)};
}

Parameter split_seed() {
  return seed("split", "seed of the hold-out; the same for all seeds of a comparison");
}

Parameter pool() {
  return count("pool", "1", "replace every pool x pool square of pixels by its mean");
}

Parameter normalize(std::vector<std::string> choices) {
  std::string first = choices.front();
  return {.name = "normalize",
          .kind = ValueKind::kWord,
          .default_text = std::move(first),
          .choices = std::move(choices),
          .help =
              "subtract the mean and divide by the deviation of the whole set as published, or "
              "of the training part; none: pixels from 0 to 1"};
}

std::vector<ChannelStatistics> statistics(const Arguments& arguments,
                                          std::vector<ChannelStatistics> published) {
  const std::string& word = arguments.word("normalize");
  if (word == "published") {
    return published;
  }
  return word == "train" ? std::vector<ChannelStatistics>{}
                         : std::vector<ChannelStatistics>(published.size());
}

// ---- image sets ----

std::vector<Parameter> mnist_parameters(Parameter path) {
  return {{.name = "train",
           .kind = ValueKind::kInteger,
           .default_text = "all that are not held out",
           .range = at_least(1),
           .help = "train with the first so many images of the file",
           .optional = true},
          {.name = "validation",
           .kind = ValueKind::kExpr,
           .default_text = "10000",
           .help = "how many training images to hold out, or test: judge by the t10k files"},
          std::move(path),
          normalize({"published", "train", "none"}),
          pool(),
          split_seed()};
}

DataSplit load_mnist_like(const Arguments& arguments, MnistOptions options) {
  const spec::Expr& validation = arguments.expr("validation");
  if (validation.is_word() && validation.text == "test") {
    options.validate_on_test = true;
  } else if (validation.is_number() && validation.number.unit == spec::Unit::kNone &&
             1 <= validation.number.value && validation.number.value <= 1e9) {
    options.validation = static_cast<Index>(validation.number.value);
  } else {
    throw arguments.error("validation", "must be a number of images >= 1 or the word test, got " +
                                            spec::brief(validation));
  }
  options.folder = arguments.text("path");
  options.train = arguments.has("train") ? arguments.integer("train") : 0;
  options.split = static_cast<std::uint64_t>(arguments.integer("split"));
  options.pool = arguments.integer("pool");
  return load_mnist(options);
}

DataSplit make_fashion_mnist(const Arguments& arguments) {
  return load_mnist_like(arguments,
                         {.name = "fashion-mnist",
                          .how_to_get = "apt-get install dataset-fashion-mnist, or pass path=DIR",
                          .statistics = statistics(arguments, {kFashionMnistStatistics})});
}

DataSplit make_mnist(const Arguments& arguments) {
  return load_mnist_like(arguments,
                         {.name = "mnist",
                          .how_to_get = "pass path=DIR with the four files of MNIST in IDX form",
                          .statistics = statistics(arguments, {kMnistStatistics})});
}

DataSplit make_images(const Arguments& arguments) {
  ImageFolderOptions options{
      .folder = arguments.text("path"),
      .resize = arguments.flag("resize"),
      .colour = arguments.flag("colour"),
      .validation = arguments.number("validation"),
      .split = static_cast<std::uint64_t>(arguments.integer("split")),
      .pool = arguments.integer("pool"),
      .statistics =
          statistics(arguments, std::vector<ChannelStatistics>(arguments.flag("colour") ? 3 : 1))};
  if (arguments.has("size")) {
    const std::vector<std::int64_t> size = arguments.integers("size");
    if (size.empty() || size.size() > 2) {
      throw arguments.error("size", "must be one side or [height, width]");
    }
    options.size = ImageSize{.height = size.front(), .width = size.back()};
  }
  return load_image_folder(options);
}

// ---- synthetic sets ----

std::vector<Parameter> points_parameters(std::string noise_text, std::vector<Parameter> more) {
  std::vector<Parameter> parameters{
      count("n", "1000", "training points"), count("validation", "1000", "validation points"),
      noise(std::move(noise_text), "standard deviation of what is added to coordinates")};
  parameters.insert(parameters.end(), more.begin(), more.end());
  parameters.push_back(seed("seed", "of the points; the same for all seeds of a comparison"));
  return parameters;
}

PointsOptions points_options(const Arguments& arguments) {
  return {.n = arguments.integer("n"),
          .validation = arguments.integer("validation"),
          .noise = arguments.number("noise"),
          .seed = static_cast<std::uint64_t>(arguments.integer("seed"))};
}

DataSplit make_spirals(const Arguments& arguments) {
  return spirals(points_options(arguments), arguments.number("turns"));
}

DataSplit make_moons(const Arguments& arguments) {
  return moons(points_options(arguments));
}

DataSplit make_blobs(const Arguments& arguments) {
  return blobs(points_options(arguments), arguments.integer("classes"),
               arguments.integer("features"));
}

DataSplit make_teacher(const Arguments& arguments) {
  return teacher({.n = arguments.integer("n"),
                  .validation = arguments.integer("validation"),
                  .features = arguments.integer("features"),
                  .hidden = arguments.integer("hidden"),
                  .outputs = arguments.integer("outputs"),
                  .noise = arguments.number("noise"),
                  .seed = static_cast<std::uint64_t>(arguments.integer("seed"))});
}

}  // namespace

const std::vector<DataEntry>& data_catalogue() {
  static const std::vector<DataEntry> table{
      {{.name = "fashion-mnist",
        .parameters =
            mnist_parameters({.name = "path",
                              .kind = ValueKind::kText,
                              .default_text = "\"" + std::string(kFashionMnistFolder) + "\"",
                              .help = "folder of the four IDX files, plain or .gz"}),
        .help = "60,000 grey 28 x 28 pictures of clothes in 10 classes",
        .source =
            "Xiao, Rasul and Vollgraf 2017 (arXiv:1708.07747); Debian: dataset-fashion-mnist"},
       make_fashion_mnist},
      {{.name = "mnist",
        .parameters = mnist_parameters(required_path("folder of the four IDX files, plain or .gz")),
        .help = "60,000 grey 28 x 28 pictures of hand-written digits",
        .source = "LeCun, Cortes and Burges, The MNIST database"},
       make_mnist},
      {{.name = "images",
        .parameters = {required_path("folder with one sub-folder of PNG or JPEG images per class"),
                       {.name = "size",
                        .kind = ValueKind::kIntegers,
                        .default_text = "the size of the first image",
                        .range = spec::between(1, 4096),
                        .help = "28 or [height, width]: resize every image to it",
                        .optional = true},
                       {.name = "resize",
                        .kind = ValueKind::kFlag,
                        .default_text = "true",
                        .help = "false: an image that has not this size is an error"},
                       {.name = "colour",
                        .kind = ValueKind::kFlag,
                        .default_text = "false",
                        .help = "three channels instead of grey"},
                       {.name = "validation",
                        .default_text = "0.2",
                        .range = spec::strictly_between(0, 1),
                        .help = "fraction of the images to hold out"},
                       normalize({"train", "none"}),
                       pool(),
                       split_seed()},
        .help = "your own images, in one folder for each class"},
       make_images},
      {{.name = "spirals",
        .parameters =
            points_parameters("0.02", {{.name = "turns",
                                        .default_text = "3",
                                        .range = {.low = 0, .high = 100, .low_open = true},
                                        .help = "how often each spiral goes round"}}),
        .formula = "r = 1 - 12/13 u, a = 2 pi turns u, x = +-(r sin a, r cos a)",
        .help = "two interleaved spirals in the plane",
        .source = "Lang and Witbrock 1988"},
       make_spirals},
      {{.name = "moons",
        .parameters = points_parameters("0.1", {}),
        .formula = "(cos a, sin a) or (1 - cos a, 1/2 - sin a)",
        .help = "two interleaved half circles in the plane"},
       make_moons},
      {{.name = "blobs",
        .parameters = points_parameters("1", {{.name = "classes",
                                               .kind = ValueKind::kInteger,
                                               .default_text = "3",
                                               .range = at_least(2),
                                               .help = "clouds"},
                                              count("features", "2", "coordinates of a point")}),
        .help = "one round cloud of points for each class"},
       make_blobs},
      {{.name = "teacher",
        .parameters =
            {count("n", "1000", "training samples"),
             count("validation", "1000", "validation samples"), count("features", "10", "inputs"),
             count("hidden", "16", "width of the teacher"), count("outputs", "1", "targets"),
             noise("0.1",
                   "standard deviation of what is added to targets; the smallest "
                   "mean squared error is its square"),
             seed("seed", "of teacher and samples; the same for all seeds of a comparison")},
        .formula = "y = W2 tanh(W1 x / sqrt(features)) / sqrt(hidden) + noise z",
        .help = "regression: learn what a fixed random network computes",
        .source = "Saad and Solla 1995"},
       make_teacher},
  };
  return table;
}

DataSplit load_data(const spec::Expr& call) {
  const DataEntry& entry = spec::find_row(call, "data set", data_catalogue());
  return entry.load(spec::bind(call, entry.signature));
}

}  // namespace anneal::inline ANNEAL_PRECISION
