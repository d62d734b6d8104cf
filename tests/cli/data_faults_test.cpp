#include <cmath>
#include <filesystem>
#include <regex>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "apps/report/gnuplot.h"
#include "core/named_arrays.h"
#include "core/storage/safetensors.h"
#include "tests/cli/program.h"
#include "tests/support/image_bytes.h"

// Faults of data and input, through the program: exit code 2, one line that says what is wrong with
// what, and nothing written.

namespace anneal::cli { namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> train_on(const std::string& data,
                                  const std::string& model,
                                  const std::vector<std::string>& more = {}) {
  std::vector<std::string> words = {"train",     "--data", data,    "--model", model,
                                    "--updates", "4",      "--out", "out",     "--no-figures"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

template <class Matcher>
void expect_refused(const std::vector<std::string>& command,
                    const fs::path& folder,
                    const Matcher& says) {
  const std::vector<std::string> before = everything_in(folder);
  const Outcome outcome = run_anneal(command, folder);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
  EXPECT_THAT(outcome.err, AllOf(StartsWith("anneal: error: "), says));
  EXPECT_EQ(everything_in(folder), before);
}

/// Two classes of `count` grey images of `side` x `side`.
void write_pets(const TemporaryFolder& folder, std::uint32_t side, int count = 8) {
  for (int k = 0; k < count; ++k) {
    for (const char* name : {"cat", "dog"}) {
      std::string pixels(side * side, '\0');
      for (std::size_t i = 0; i < pixels.size(); ++i) {
        pixels[i] = static_cast<char>((i * i + static_cast<std::size_t>(17 * k)) % 251);
      }
      folder.write("pets/" + std::string(name) + "/" + std::to_string(k) + ".png",
                   testing_support::grey_png(side, pixels));
    }
  }
}

TEST(DataFaults, BatchNormOfOneNumberForAChannelLeavesNoFolder) {
  const TemporaryFolder folder;
  write_pets(folder, 4);
  const auto command = train_on("images(path=pets)", "resnet(width=4)", {"--batch-size", "1"});
  expect_refused(command, folder.path(),
                 AllOf(HasSubstr("model: resnet(width=4) cannot train on batches of 1 sample of "
                                 "images, of shape (1, 4, 4): "),
                       HasSubstr("(give a batch size of 2 or more)")));
  auto larger = command;
  larger.back() = "2";
  EXPECT_NE(run_anneal(larger, folder.path()).exit_code, 2);  // it may diverge: it has trained
  EXPECT_THAT(everything_in(folder.path()), testing::Contains(testing::HasSubstr("steps.csv")));
}

TEST(DataFaults, ClassesAndTheirOrderArePrintedAndKept) {
  const TemporaryFolder folder;
  write_pets(folder, 4);
  folder.write("pets/Zebra/1.png", testing_support::grey_png(4, std::string(16, 'x')));
  const Outcome outcome =
      run_anneal(train_on("images(path=pets)", "mlp", {"--batch-size", "4"}), folder.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("classes by number: 0 Zebra, 1 cat, 2 dog\n"));
  EXPECT_THAT(read_text(folder / "out/run.toml"),
              HasSubstr("class_names = [ \"Zebra\", \"cat\", \"dog\" ]"));
  const Outcome again = run_anneal(
      {"train", "--from", "out/run.toml", "--out", "again", "--no-figures"}, folder.path());
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(read_text(folder / "again/steps.csv"), read_text(folder / "out/steps.csv"));
}

TEST(DataFaults, AnOddPixelOfAConstantChannelIsJudgedAlikeInBothPrecisions) {
  // Whether the odd image is held out or not: it is for some of them.
  for (int odd = 0; odd < 4; ++odd) {
    const TemporaryFolder folder;
    for (int k = 0; k < 12; ++k) {
      for (const char* name : {"a", "b"}) {
        std::string pixels(64, 'M');
        pixels[9] = k == odd && *name == 'a' ? 'z' : 'M';
        folder.write("data/" + std::string(name) + "/" + std::to_string(k) + ".png",
                     testing_support::grey_png(8, pixels));
      }
    }
    std::vector<double> losses;
    for (const std::string precision : {"float", "double"}) {
      std::vector<std::string> command =
          train_on("images(path=data, validation=0.5)", "mlp(8)",
                   {"--optimizer", "sgd(lr=0)", "--batch-size", "4", "--precision", precision});
      command[8] = precision;  // --out
      ASSERT_EQ(run_anneal(command, folder.path()).exit_code, 0);
      const CsvTable evals = read_csv(folder / (precision + "/evals.csv"));
      losses.push_back(std::stod(evals.rows.back()[evals.index("val_loss")]));
    }
    EXPECT_NEAR(losses[0], losses[1], 1e-5) << odd;
    EXPECT_LT(losses[0], 2.0) << odd;
  }
}

TEST(DataFaults, TheKindOfDataThatAModelIsForIsSaid) {
  const TemporaryFolder folder;
  folder.write("t.txt", std::string(9000, 'a') + std::string(9000, 'b'));
  expect_refused(train_on("text(path=\"t.txt\")", "mlp(8)"), folder.path(),
                 HasSubstr("model: mlp is for points or images, and text has sequences of symbols "
                           "(transformer is for those)\n"));
  expect_refused(
      train_on("moons", "cnn"), folder.path(),
      HasSubstr("model: cnn is for images, and moons has points (logistic or mlp are for "
                "those)\n"));
}

TEST(DataFaults, WhatNobodyHasMemoryForIsRefusedByName) {
  const TemporaryFolder folder;
  expect_refused(
      train_on("bigram", "transformer(layers=1000000000)"), folder.path(),
      HasSubstr("transformer: layers=1000000000 and width=64 would take 201 TB of memory"));
  expect_refused(train_on("moons", "mlp(1000000000)"), folder.path(),
                 HasSubstr("mlp: hidden=1000000000 would take 16 GB of memory (at most 8.59 GB"));
  expect_refused(train_on("bigram(length=1000000000000000)", "transformer"), folder.path(),
                 HasSubstr("length=1000000000000000 would take 41 EB of memory"));
  expect_refused(
      {"compare", "--data", "moons", "--model", "mlp", "--seeds", "100000000", "--out", "out"},
      folder.path(),
      AllOf(HasSubstr("compare: seeds=100000000 for 6 arms: the list of runs alone would "
                      "take "),
            HasSubstr("(at most 100000 runs: give fewer seeds)\n")));
}

TEST(DataFaults, APipeIsNoFile) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  const std::string says = "pipe: is a pipe or device, not a file";
  expect_refused(train_on("moons", "mlp", {"--init", "pipe"}), folder.path(), HasSubstr(says));
  expect_refused(train_on("moons", "mlp", {"--from", "pipe"}), folder.path(), HasSubstr(says));
  expect_refused({"preview", "table(file=\"pipe\")"}, folder.path(), HasSubstr(says));
  expect_refused(train_on("text(path=\"pipe\")", "transformer"), folder.path(), HasSubstr(says));
  if (report::gnuplot_available()) {
    fs::create_directories(folder / "run");
    ASSERT_EQ(mkfifo((folder / "run/steps.csv").c_str(), 0600), 0);
    const Outcome outcome = run_anneal({"report", "run"}, folder.path());
    EXPECT_NE(outcome.exit_code, 0);
    EXPECT_THAT(outcome.err, HasSubstr("steps.csv: is a pipe or device, not a file"));
  }
}

TEST(DataFaults, InitialParametersThatAreNotFiniteNameTheirTensor) {
  const TemporaryFolder folder;
  ASSERT_EQ(
      run_anneal(train_on("moons", "mlp(4)", {"--save-init", "good"}), folder.path()).exit_code, 0);
  fs::remove_all(folder / "out");
  NamedArrays arrays = load_safetensors((folder / "good").string());
  ASSERT_EQ(arrays.arrays.at(2).name, "layers.1.weight");
  std::get<std::vector<float>>(arrays.arrays.at(2).values).at(3) = INFINITY;
  save_safetensors(arrays, (folder / "bad").string());
  expect_refused(train_on("moons", "mlp(4)", {"--init", "bad"}), folder.path(),
                 HasSubstr("init: bad: layers.1.weight holds inf, expected finite numbers\n"));
}

TEST(DataFaults, FashionMnistSaysThatItTakesFilesFromAnywhere) {
  const Outcome outcome = run_anneal({"list", "fashion-mnist"});
  EXPECT_EQ(outcome.exit_code, 0);
  const std::string text = std::regex_replace(outcome.out, std::regex("\\s+"), " ");
  EXPECT_THAT(text, HasSubstr("folder of the four IDX files, plain or .gz"));
  EXPECT_THAT(text, HasSubstr("path= takes the IDX files from anywhere"));
}

}}  // namespace anneal::cli
