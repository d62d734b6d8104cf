#include "data/catalogue.h"

#include <cmath>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

namespace anneal { inline namespace ANNEAL_PRECISION {

// Each is defined in the file of its data set.
DataEntry fashion_mnist_entry();
DataEntry mnist_entry();
DataEntry cifar10_entry();
DataEntry images_entry();
DataEntry text_entry();
DataEntry bigram_entry();
DataEntry spirals_entry();
DataEntry moons_entry();
DataEntry blobs_entry();
DataEntry teacher_entry();

const std::vector<DataEntry>& data_catalogue() {
  static const std::vector<DataEntry> table{
      fashion_mnist_entry(), mnist_entry(),   cifar10_entry(), images_entry(), text_entry(),
      bigram_entry(),        spirals_entry(), moons_entry(),   blobs_entry(),  teacher_entry(),
  };
  return table;
}

DataSplit load_data(const spec::Expr& call) {
  const DataEntry& entry = spec::find_entry(call, "data set", data_catalogue());
  const spec::Arguments arguments = spec::bind(call, entry.signature);
  try {
    return entry.load(arguments);
  } catch (const spec::SpecError&) {
    throw;
  } catch (const std::invalid_argument& error) {
    throw arguments.error(error.what());  // with the place in the text
  }
}

namespace {

using spec::Arguments;
using spec::Parameter;
using spec::ValueKind;

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

}  // namespace

Parameter count_parameter(std::string name, std::string default_text, std::string help) {
  return {.name = std::move(name),
          .kind = ValueKind::kInteger,
          .default_text = std::move(default_text),
          .range = spec::at_least(1),
          .help = std::move(help)};
}

Parameter seed_parameter(std::string name, std::string help) {
  return {.name = std::move(name),
          .kind = ValueKind::kInteger,
          .default_text = "0",
          .range = spec::at_least(0),
          .help = std::move(help)};
}

Parameter path_parameter(std::string help) {
  return {.name = "path", .kind = ValueKind::kText, .help = std::move(help)};
}

Parameter fraction_parameter(std::string default_text, std::string help) {
  return {.name = "validation",
          .default_text = std::move(default_text),
          .range = spec::strictly_between(0, 1),
          .help = std::move(help)};
}

Parameter noise_parameter(std::string default_text, std::string help) {
  return {.name = "noise",
          .default_text = std::move(default_text),
          .range = spec::below_from(0, INFINITY),
          .help = std::move(help)};
}

std::uint64_t seed_of(const spec::Arguments& arguments, const char* name) {
  return static_cast<std::uint64_t>(arguments.integer(name));
}

std::vector<Parameter> with(std::vector<Parameter> parameters, std::vector<Parameter> more) {
  parameters.insert(parameters.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
  return parameters;
}

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

std::vector<ChannelStatistics> statistics_of(const Arguments& arguments,
                                             std::vector<ChannelStatistics> published) {
  const std::string& word = arguments.word("normalize");
  if (word == "published") {
    return published;
  }
  // One default-made ChannelStatistics per channel takes out mean 0 and deviation 1: nothing.
  return word == "train" ? std::vector<ChannelStatistics>{}
                         : std::vector<ChannelStatistics>(published.size());
}

DataSplit augmented(DataSplit split, const Arguments& arguments) {
  split.train.augmentation = {.shift = arguments.integer("shift"),
                              .flip = arguments.flag("flip"),
                              .cutout = arguments.integer("cutout")};
  return split;
}

std::vector<Parameter> benchmark_parameters(Parameter path, std::string validation) {
  return with(
      {std::move(path),
       {.name = "train",
        .kind = ValueKind::kInteger,
        .default_text = "all",
        .range = spec::at_least(1),
        .help = "train with the first so many images of the file; all: that are not held out",
        .optional = true},
       {.name = "validation",
        .kind = ValueKind::kExpr,
        .default_text = std::move(validation),
        .help = "how many training images to hold out, or test: judge by the test files instead"}},
      look_parameters({"published", "train", "none"}));
}

ImageBenchmarkOptions benchmark_options(const Arguments& arguments, ImageBenchmarkOptions options) {
  const std::optional<Index> validation = held_out(arguments);
  options.folder = arguments.text("path");
  options.train = arguments.has("train") ? arguments.integer("train") : 0;
  options.validation = validation.value_or(0);
  options.validate_on_test = !validation.has_value();
  options.split = seed_of(arguments, "split");
  options.pool = arguments.integer("pool");
  return options;
}

}}  // namespace anneal::ANNEAL_PRECISION
