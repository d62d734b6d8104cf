#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/storage/file.h"
#include "tests/support/state_files.h"
#include "tests/support/temporary_folder.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::ThrowsMessage;

// A file with this JSON as header (its length is computed) and this many zero bytes of data.
std::string file_with(const std::string& json, std::size_t data_bytes = 0) {
  std::string length(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) {
    length[i] = static_cast<char>(json.size() >> (8 * i) & 0xff);
  }
  return length + json + std::string(data_bytes, '\0');
}

TEST(Safetensors, WritesExactlyTheDocumentedBytes) {
  State state;
  state.tensors.push_back({.name = "w", .value = Tensor({1, 2}, {1, -2})});
  state.metadata["step"] = "7";
  const std::string type = std::is_same_v<Scalar, double> ? "F64" : "F32";
  const std::size_t bytes = 2 * sizeof(Scalar);
  std::string json = R"({"__metadata__":{"step":"7"},"w":{"dtype":")" + type +
                     R"(","shape":[1,2],"data_offsets":[0,)" + std::to_string(bytes) + "]}}";
  json.resize((json.size() + 7) / 8 * 8, ' ');
  std::string expected = file_with(json, bytes);
  const Scalar elements[] = {1, -2};
  expected.replace(expected.size() - bytes, bytes, reinterpret_cast<const char*>(elements), bytes);
  EXPECT_EQ(encode_safetensors(state), expected);
}

TEST(Safetensors, ReadsBackWhatItWroteInTheSameOrder) {
  State state;
  state.tensors.push_back({.name = "z", .value = Tensor({2, 2}, {1, 2, 3, Scalar(0.1)})});
  state.tensors.push_back({.name = "a", .value = Tensor({}, {5})});
  state.tensors.push_back({.name = "none", .value = Tensor({0, 3})});
  state.tensors.push_back({.name = "last \"quoted\" \xC3\xA9", .value = Tensor({1}, {-0.0})});
  state.metadata = {{"optimizer", "adam(lr=0.1)"}, {"empty", ""}};
  const State read = decode_state(encode_safetensors(state), "test");
  EXPECT_EQ(read.metadata, state.metadata);
  ASSERT_EQ(read.tensors.size(), state.tensors.size());
  for (std::size_t i = 0; i < state.tensors.size(); ++i) {
    EXPECT_EQ(read.tensors[i].name, state.tensors[i].name);
    EXPECT_EQ(read.tensors[i].value.shape(), state.tensors[i].value.shape());
    EXPECT_THAT(read.tensors[i].value.values(), ElementsAreArray(state.tensors[i].value.values()));
  }
  EXPECT_TRUE(std::signbit(read.tensors[3].value.item()));
}

TEST(Safetensors, AnEmptyStateIsAFile) {
  const State read = decode_state(encode_safetensors(State{}), "test");
  EXPECT_TRUE(read.tensors.empty());
  EXPECT_TRUE(read.metadata.empty());
}

TEST(Safetensors, ReadsEveryElementTypeThatPytorchWrote) {
  const State state = load_state(ANNEAL_TEST_DIR "/golden/dtypes.safetensors");
  const Scalar infinity = std::numeric_limits<Scalar>::infinity();
  // What torch printed: 2^-14 is the smallest normal half, 2^-24 the smallest half above zero.
  const auto exact = ElementsAre(Scalar(1.5), Scalar(-0.333251953125), 65504, Scalar(0x1p-14),
                                 Scalar(0x1p-24), -infinity);
  EXPECT_THAT(state.at("f64").values(), exact);
  EXPECT_THAT(state.at("f32").values(), exact);
  EXPECT_THAT(state.at("f16").values(), exact);
  EXPECT_THAT(state.at("bf16").values(), ElementsAre(Scalar(1.5), Scalar(-0.333984375), 65536,
                                                     Scalar(0x1p-14), Scalar(0x1p-24), -infinity));
  EXPECT_EQ(state.at("f16").shape(), (Shape{2, 3}));
  EXPECT_EQ(state.at("empty").shape(), (Shape{0, 3}));
  EXPECT_EQ(state.metadata.at("note"), "the same six numbers");
}

struct Hostile {
  std::string name;
  std::string bytes;
  std::string error;  ///< part of the message
};

// For gtest, which would print the bytes.
void PrintTo(const Hostile& file, std::ostream* out) {
  *out << file.name;
}

std::vector<Hostile> hostile_files() {
  const std::string f32 = R"("dtype":"F32","shape":[2],"data_offsets")";
  const auto tensor = [&](const std::string& name, const std::string& offsets) {
    return "\"" + name + "\":{" + f32 + ":" + offsets + "}";
  };
  std::string deep = "{\"a\":" + std::string(200000, '[');
  std::string huge_length(16, '\0');
  huge_length[7] = '\x7f';
  std::string long_length = file_with("{}");
  long_length[0] = 100;
  return {
      {"Empty", "", "it has 0 bytes, the header length alone needs 8"},
      {"Short", "1234567", "it has 7 bytes"},
      {"HugeLength", huge_length, "header length 9151314442816847872 is beyond the end"},
      {"LengthBeyondTheEnd", long_length,
       "header length 100 is beyond the end of the file, 10 bytes"},
      {"NoHeader", file_with(""), "does not begin with '{'"},
      {"Array", file_with("[]"), "does not begin with '{'"},
      {"NotJson", file_with("{\"a\": }"), "not valid JSON at its byte 7"},
      {"TextAfterTheHeader", file_with("{} {}"), "not valid JSON at its byte 4"},
      {"CutJson", file_with("{\"a\":{"), "not valid JSON"},
      {"NotUtf8", file_with("{\"\xff\":{}}"), "not valid JSON"},
      {"DeepArrays", file_with(deep), "unexpected array"},
      {"DeepObjects", file_with("{\"a\":{\"b\":{}}}"), "nested too deeply"},
      {"NestedShape", file_with("{\"a\":{\"shape\":[[1]]}}"), "unexpected array"},
      {"RepeatedTensor",
       file_with("{" + tensor("a", "[0,8]") + "," + tensor("a", "[8,16]") + "}", 16),
       "\"a\" appears twice"},
      {"RepeatedField", file_with("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}"),
       "\"dtype\" appears twice"},
      {"RepeatedMetadata", file_with(R"({"__metadata__":{},"__metadata__":{}})"),
       "\"__metadata__\" appears twice"},
      {"NumberAsMetadata", file_with(R"({"__metadata__":{"a":1}})"), "unexpected number 1"},
      {"NullAsTensor", file_with(R"({"a":null})"), "tensor \"a\": null is not allowed"},
      {"TextAsTensor", file_with(R"({"a":"b"})"), "tensor \"a\": unexpected text \"b\""},
      {"NoOffsets", file_with(R"({"a":{"dtype":"F32","shape":[2]}})"),
       "dtype, shape and data_offsets are needed"},
      {"UnknownType", file_with(R"({"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}})", 8),
       "tensor \"a\": element type I64 is not supported (F64, F32, F16 and BF16 are)"},
      {"OneOffset", file_with("{" + tensor("a", "[0]") + "}", 8),
       "data_offsets has 1 numbers, not 2"},
      {"NegativeOffset", file_with("{" + tensor("a", "[-8,0]") + "}", 8), "negative number -8"},
      {"FractionalOffset", file_with("{" + tensor("a", "[0,8.0]") + "}", 8),
       "8.0 is not a whole number"},
      {"HugeNumber", file_with("{" + tensor("a", "[0,99999999999999999999]") + "}", 8),
       "99999999999999999999 is not a whole number"},
      {"OffsetsInTheWrongOrder", file_with("{" + tensor("a", "[8,0]") + "}", 8),
       "data_offsets 8 and 0 are in the wrong order"},
      {"OffsetsBeyondTheEnd", file_with("{" + tensor("a", "[0,8]") + "}", 7),
       "data_offsets end at 8, the file has 7 bytes of data"},
      {"Overlap", file_with("{" + tensor("a", "[0,8]") + "," + tensor("b", "[4,12]") + "}", 12),
       "tensor \"b\": overlaps the tensor before it (begins at 4, the other ends at 8)"},
      {"Gap", file_with("{" + tensor("a", "[0,8]") + "," + tensor("b", "[12,20]") + "}", 20),
       "tensor \"b\": bytes 8 to 12 before it belong to no tensor"},
      {"TrailingBytes", file_with("{" + tensor("a", "[0,8]") + "}", 11),
       "3 bytes after the last tensor"},
      {"SizeMismatch", file_with("{" + tensor("a", "[0,4]") + "}", 4),
       "shape (2) of F32 does not match its 4 bytes"},
      {"ExtentAboveTheLimit",
       file_with(R"({"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,0]}})"),
       "extent 9223372036854775808 is too large"},
      {"OverflowingShape",
       file_with(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})"),
       "too many elements"},
      {"OverflowingBytes",  // 2^61 elements of 8 bytes are 2^64 bytes
       file_with(R"({"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}})"),
       "does not match its 0 bytes"},
      {"RankSeven",
       file_with(R"({"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1],"data_offsets":[0,4]}})", 4),
       "shape has more than 6 numbers"},
  };
}

class SafetensorsHostile : public testing::TestWithParam<Hostile> {};

TEST_P(SafetensorsHostile, IsRefusedWithTheReason) {
  EXPECT_THAT([] { decode_state(GetParam().bytes, "model.safetensors"); },
              ThrowsMessage<std::runtime_error>(testing::AllOf(
                  testing::StartsWith("model.safetensors: "), HasSubstr(GetParam().error))));
}

INSTANTIATE_TEST_SUITE_P(All,
                         SafetensorsHostile,
                         testing::ValuesIn(hostile_files()),
                         [](const auto& instance) { return instance.param.name; });

TEST(Safetensors, RefusesAHeaderAbove100MegabytesEvenIfItIsThere) {
  std::string bytes = file_with(std::string(100'000'001, ' '));
  EXPECT_THAT([&] { decode_state(bytes, "big"); },
              ThrowsMessage<std::runtime_error>(
                  HasSubstr("header length 100000001 is above the limit of 100 MB")));
}

TEST(Safetensors, SurvivesEveryTruncationAndEveryChangedByte) {
  State state;
  state.tensors.push_back({.name = "w", .value = Tensor({2}, {1, 2})});
  state.metadata["k"] = "v";
  const std::string good = encode_safetensors(state);
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_THROW(decode_state(good.substr(0, size), "cut"), std::runtime_error) << size;
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int bit : {1, 2, 4, 32, 128}) {
      std::string changed = good;
      changed[at] = static_cast<char>(changed[at] ^ bit);
      try {
        decode_state(changed, "changed");
      } catch (const std::runtime_error&) {  // the only way to refuse
      }
    }
  }
}

TEST(Safetensors, RefusesToWriteWhatItCouldNotRead) {
  State twice;
  twice.tensors.push_back({.name = "w", .value = Tensor({1}, {1})});
  twice.tensors.push_back({.name = "w", .value = Tensor({1}, {1})});
  EXPECT_THAT([&] { encode_safetensors(twice); },
              ThrowsMessage<std::invalid_argument>("state: two tensors are called \"w\""));
  State reserved;
  reserved.tensors.push_back({.name = "__metadata__", .value = Tensor({1}, {1})});
  EXPECT_THROW(encode_safetensors(reserved), std::invalid_argument);
  State without;
  without.tensors.push_back({.name = "w", .value = Tensor()});
  EXPECT_THAT([&] { encode_safetensors(without); },
              ThrowsMessage<std::invalid_argument>("state: tensor \"w\" has no value"));
  State binary;
  binary.metadata["k"] = "\xff";
  EXPECT_THROW(encode_safetensors(binary), std::invalid_argument);
}

TEST(State, LeavesThisPrecisionAndComesBackAsItWas) {
  State state;
  state.tensors.push_back({.name = "b", .value = Tensor({2, 1}, {Scalar(0.1), -0.0})});
  state.tensors.push_back({.name = "a", .value = Tensor({0, 3})});
  state.metadata = {{"step", "7"}};
  const NamedArrays arrays = arrays_of(state);
  ASSERT_EQ(arrays.arrays.size(), 2U);
  EXPECT_EQ(arrays.arrays[0].name, "b");  // in their order
  EXPECT_EQ(arrays.arrays[0].shape, Shape({2, 1}));
  EXPECT_EQ(std::get<std::vector<Scalar>>(arrays.arrays[0].values)[0], Scalar(0.1));
  EXPECT_EQ(arrays.metadata, state.metadata);
  const State back = state_from(arrays);
  EXPECT_EQ(arrays_of(back), arrays);
  EXPECT_TRUE(std::signbit(back.tensors[0].value.data()[1]));
}

TEST(State, TakesArraysOfTheOtherPrecision) {
  const NamedArrays arrays{
      .arrays = {{.name = "f", .shape = {2}, .values = std::vector<float>{0.1F, -2}},
                 {.name = "d", .shape = {1}, .values = std::vector<double>{0.1}}},
      .metadata = {}};
  const State state = state_from(arrays);
  EXPECT_EQ(state.at("f").data()[0], static_cast<Scalar>(0.1F));
  EXPECT_EQ(state.at("f").data()[1], Scalar(-2));
  EXPECT_EQ(state.at("d").data()[0], static_cast<Scalar>(0.1));
}

TEST(State, WithATensorWithoutAValueIsRefusedByName) {
  State state;
  state.tensors.push_back({.name = "hollow", .value = Tensor()});
  EXPECT_THAT([&] { arrays_of(state); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("tensor \"hollow\" has no value")));
}

TEST(State, FindsTensorsByName) {
  State state;
  state.tensors.push_back({.name = "w", .value = Tensor({1}, {4})});
  EXPECT_EQ(state.at("w").item(), 4);
  EXPECT_EQ(state.find("v"), nullptr);
  EXPECT_THAT([&] { state.at("v"); },
              ThrowsMessage<std::invalid_argument>("state: there is no tensor \"v\""));
}

class StateFile : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  const testing_support::TemporaryFolder folder_;
};

TEST_F(StateFile, IsReplacedAsAWhole) {
  State state;
  state.tensors.push_back({.name = "w", .value = Tensor({1}, {4})});
  replace_file(path("s"), "something old and longer than what comes");
  save_state(state, path("s"));
  EXPECT_EQ(load_state(path("s")).at("w").item(), 4);
  EXPECT_FALSE(std::filesystem::exists(path("s.partial")));
}

TEST_F(StateFile, ErrorsNameThePathAndTheReason) {
  EXPECT_THAT([&] { load_state(path("missing")); },
              ThrowsMessage<std::runtime_error>(path("missing") +
                                                ": cannot be opened: No such file or directory"));
  EXPECT_THAT([&] { load_state(folder_.path().string()); },
              ThrowsMessage<std::runtime_error>(HasSubstr("is a folder, not a file")));
  EXPECT_THAT([&] { save_state(State{}, path("no/folder")); },
              ThrowsMessage<std::runtime_error>(HasSubstr("no/folder")));
  replace_file(path("bad"), "garbage!");
  EXPECT_THAT([&] { load_state(path("bad")); },
              ThrowsMessage<std::runtime_error>(testing::StartsWith(path("bad") + ": ")));
}

TEST_F(StateFile, AFailedWriteLeavesTheOldFileAndNothingElse) {
  std::filesystem::create_directory(path("taken"));  // rename onto a folder fails
  EXPECT_THROW(save_state(State{}, path("taken")), std::runtime_error);
  EXPECT_TRUE(std::filesystem::is_directory(path("taken")));
  EXPECT_FALSE(std::filesystem::exists(path("taken.partial")));
}

}}  // namespace anneal
