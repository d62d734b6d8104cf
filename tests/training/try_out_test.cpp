#include "apps/training/try_out.h"

#include <bit>
#include <cmath>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/parse.h"
#include "data/catalogue.h"
#include "data/image_set.h"
#include "data/text_set.h"
#include "models/catalogue.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/small_run.h"

// What is asked of a model and its data together before anything is written.

namespace anneal { namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using testing_support::TemporaryFolder;

/// Grey images of 4 x 4 pixels in two classes.
std::shared_ptr<const DataSplit> images() {
  std::vector<Part> parts(32, Part::kTrain);
  parts.resize(40, Part::kValidation);
  ImageSetBuilder builder(
      {.name = "images", .height = 4, .width = 4, .classes = 2, .parts = std::move(parts)});
  for (std::size_t k = 0; k < 40; ++k) {
    std::vector<std::uint8_t> pixels(16);
    for (std::size_t i = 0; i < 16; ++i) {
      pixels[i] = static_cast<std::uint8_t>((k * 37 + i * i * (k % 2 + 3)) % 251);
    }
    builder.add(pixels, static_cast<std::int32_t>(k % 2));
  }
  return std::make_shared<const DataSplit>(std::move(builder).finish());
}

std::shared_ptr<const DataSplit> text(const TemporaryFolder& folder, Index length) {
  const auto file = folder.write("text.txt", "the quick brown fox jumps over the lazy dog again");
  return std::make_shared<const DataSplit>(
      load_text({.file = file, .length = length, .validation = 0.3}));
}

std::shared_ptr<const DataSplit> drawn(const char* call) {
  return std::make_shared<const DataSplit>(load_data(spec::parse(call)));
}

/// What setting up says; "" if the run can be made.
std::string refusal(const std::string& model,
                    const std::shared_ptr<const DataSplit>& data,
                    std::int64_t batch_size = 2) {
  RunConfig config = small_run();
  config.model = model;
  config.batch_size = batch_size;
  try {
    set_up(config, data);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(TryOut, AModelForAnotherKindOfSamplesIsRefusedInWordsOfTheUser) {
  const TemporaryFolder folder;
  const auto pictures = images();
  const auto sequences = text(folder, 4);
  const auto symbols = drawn("bigram(n=8, validation=8, length=4)");
  const auto points = drawn("moons(n=8, validation=8)");
  const auto numbers = drawn("teacher(n=8, validation=8)");
  for (const char* model : {"cnn(channels=[4])", "lenet", "resnet(width=4)"}) {
    const std::string name = std::string(model).substr(0, std::string(model).find('('));
    EXPECT_EQ(refusal(model, pictures), "");
    EXPECT_EQ(refusal(model, sequences), "model: " + name +
                                             " is for images, and text has sequences of symbols "
                                             "(transformer is for those)");
    EXPECT_EQ(
        refusal(model, points),
        "model: " + name + " is for images, and moons has points (logistic or mlp are for those)");
    EXPECT_THAT(refusal(model, numbers), HasSubstr("is for images, and teacher has points"));
  }
  for (const char* model : {"mlp(8)", "logistic"}) {
    EXPECT_EQ(refusal(model, pictures), "");
    EXPECT_EQ(refusal(model, points), "");
    EXPECT_EQ(refusal(model, numbers), "");
    EXPECT_THAT(refusal(model, sequences),
                HasSubstr("is for points or images, and text has sequences of symbols (transformer "
                          "is for those)"));
    EXPECT_THAT(refusal(model, symbols), HasSubstr("and bigram has sequences of symbols"));
  }
  const char* model = "transformer(layers=1, width=8, heads=2)";
  EXPECT_EQ(refusal(model, sequences), "");
  EXPECT_EQ(refusal(model, symbols), "");
  EXPECT_EQ(refusal(model, pictures),
            "model: transformer is for sequences of symbols, and images has images (logistic, mlp, "
            "lenet, cnn or resnet are for those)");
  EXPECT_EQ(refusal(model, points),
            "model: transformer is for sequences of symbols, and moons has points (logistic or mlp "
            "are for those)");
  EXPECT_THAT(refusal(model, numbers), HasSubstr("and teacher has points"));
}

TEST(TryOut, ASampleOfOneNumberMayBeAPointOrASymbol) {
  const TemporaryFolder folder;
  EXPECT_EQ(refusal("mlp(4)", drawn("blobs(n=8, validation=8, features=1)")), "");
  EXPECT_EQ(refusal("transformer(layers=1, width=8, heads=2)", text(folder, 1)), "");
}

TEST(TryOut, BatchNormOfOneNumberForAChannelIsRefusedBeforeTraining) {
  // 4 x 4 pixels are 1 x 1 in the last of three stages.
  EXPECT_THAT(
      refusal("resnet(width=4)", images(), 1),
      AllOf(StartsWith("model: resnet(width=4) cannot train on batches of 1 sample of images, "
                       "of shape (1, 4, 4): batch_norm: training needs more than one number "
                       "per channel, got (1, "),
            HasSubstr(" (give a batch size of 2 or more)")));
  EXPECT_EQ(refusal("resnet(width=4)", images(), 2), "");
  EXPECT_EQ(refusal("cnn(channels=[4], norm=batch)", images(), 1), "") << "4 x 4 numbers each";
  EXPECT_EQ(refusal("cnn(channels=[4, 4, 4], norm=none)", images(), 1),
            "cnn: 3 pools of 2 leave nothing of a sample (1, 4, 4)");
}

TEST(TryOut, ChangesNothingOfTheTraining) {
  RunConfig config = small_run();
  config.model = "cnn(channels=[4], dropout=0.3)";
  config.batch_size = 8;
  config.epochs = 2;
  config.seed = 3;
  const auto data = images();
  const Trained run = trained(set_up(config, data));

  // The same updates by hand, on a model that nobody has tried out.
  const Dataset& train = data->train;
  Network network(
      make_model(spec::parse(config.model),
                 {.sample = train.sample_shape(), .outputs = train.outputs()}, config.seed),
      data, {.seed = config.seed, .batch_size = config.batch_size});
  const State before = network.state();
  ASSERT_EQ(run.before.tensors.size(), before.tensors.size());
  for (const NamedTensor& tensor : before.tensors) {
    EXPECT_EQ(elements(run.before, tensor.name), elements(before, tensor.name)) << tensor.name;
  }
  const double loss = network.loss_and_gradient(0);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(run.recorder.updates.front().loss),
            std::bit_cast<std::uint64_t>(loss));

  // And after a model was tried out: parameters, and running statistics, are what they were.
  const std::unique_ptr<Module> model = initial_model(run.setup);
  const State untouched = state_of(*model);
  try_out(*model, run.setup.header, *data);
  const State after = state_of(*model);
  for (const NamedTensor& tensor : untouched.tensors) {
    EXPECT_EQ(elements(after, tensor.name), elements(untouched, tensor.name)) << tensor.name;
  }
}

TEST(TryOut, InitialParametersThatAreNotFiniteAreNamed) {
  const RunConfig good = small_run();
  const RunSetup setup = set_up_alone(good);
  for (const double bad : {static_cast<double>(INFINITY), static_cast<double>(NAN)}) {
    State state = state_of(*initial_model(setup));
    state.tensors[2].value.data()[7] = static_cast<Scalar>(bad);
    ASSERT_EQ(state.tensors[2].name, "layers.1.weight");
    RunConfig config = good;
    config.init = "weights.safetensors";
    const RunSources sources{
        .read = [&](const std::filesystem::path&) { return arrays_of(state); }};
    EXPECT_THAT([&] { set_up_alone(config, sources); },
                testing::ThrowsMessage<std::invalid_argument>(
                    join_text("init: weights.safetensors: layers.1.weight holds ", bad,
                              ", expected finite numbers")));
  }
}

}}  // namespace anneal
