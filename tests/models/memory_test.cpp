#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/parse.h"
#include "models/catalogue.h"

// Models that no machine has memory for are refused by the name of their argument, at once.

namespace anneal { namespace {

using testing::HasSubstr;

std::string refusal(const std::string& text, const Shape& sample) {
  try {
    make_model(spec::parse(text), {.sample = sample, .outputs = 10}, 0);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(ModelMemory, IsRefusedByTheNameOfTheArgument) {
  const auto refuses = [](const char* text, const Shape& sample, const char* says) {
    EXPECT_THAT(refusal(text, sample), testing::StartsWith(says)) << text;
    EXPECT_THAT(refusal(text, sample), HasSubstr("B of memory (at most 8.59 GB: make it smaller)"))
        << text;
  };
  const Shape image{1, 28, 28};
  refuses("mlp(1000000000)", image, "mlp: hidden=1000000000 would take ");
  refuses("mlp(8, 1000000000000000)", image, "mlp: hidden=1000000000000000 would take ");
  refuses("cnn(channels=[8, 1000000000])", image, "cnn: channels=1000000000 would take ");
  refuses("cnn(hidden=[1000000000])", image, "cnn: hidden=1000000000 would take ");
  refuses("resnet(width=1000000000)", image, "resnet: blocks=1 and width=1000000000 would take ");
  refuses("resnet(blocks=1000000000)", image, "resnet: blocks=1000000000 and width=16 would take ");
  refuses("transformer(layers=1000000000)", {8},
          "transformer: layers=1000000000 and width=64 would take ");
  refuses("transformer(layers=100000000, width=1, heads=1)", {8},
          "transformer: layers=100000000 and width=1 would take ");
  refuses("transformer(width=4000000000, heads=4)", {8},
          "transformer: layers=2 and width=4000000000");
}

TEST(ModelMemory, OfAnOrdinaryModelIsNoMatter) {
  EXPECT_EQ(refusal("mlp(4096, 4096)", {1, 28, 28}), "");
  EXPECT_EQ(refusal("transformer(layers=2, width=256)", {64}), "");
}

}}  // namespace anneal
