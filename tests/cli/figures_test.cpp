// Figures that commands draw.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/report/gnuplot.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Figures : public testing::Test {
 protected:
  void SetUp() override {
    if (!report::gnuplot_available()) {
      GTEST_SKIP() << "gnuplot is not installed";
    }
  }

  std::string preview(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "preview");
    arguments.insert(arguments.end(), {"--plot", "f.svg"});
    const Outcome outcome = run_anneal(arguments, folder_.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return read_text(folder_ / "f.svg");
  }

  Outcome train(std::vector<std::string> more) const {
    std::vector<std::string> arguments = {"train",  "--data", "blobs", "--model",
                                          "mlp(8)", "--out",  "run",   "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_anneal(arguments, folder_.path());
  }

  const TemporaryFolder folder_;
};

constexpr const char* kBlue = "stroke='rgb(  0, 114, 178)'";

TEST_F(Figures, OneUpdateIsDrawn) {
  EXPECT_THAT(preview({"cosine", "--updates", "1"}), AllOf(HasSubstr(kBlue), HasSubstr("updates")));
  ASSERT_EQ(train({"--updates", "1"}).exit_code, 0);
  EXPECT_THAT(read_text(folder_ / "run/figures/loss.gp"), HasSubstr("point pointtype 7"));
}

TEST_F(Figures, ARateOfZeroLiesAtTheFootOfAnAxis) {
  EXPECT_THAT(preview({"constant(0)", "--updates", "10"}),
              AllOf(HasSubstr(kBlue), HasSubstr(">0.5<"), Not(HasSubstr("e-30"))));
}

TEST_F(Figures, AScheduleWithAQuoteAndACommaHasACurve) {
  write_text(folder_ / "a.csv", "1\n0.5\n");
  const std::string svg = preview({"table(file=\"a.csv\", per=epoch)", "cosine", "--epochs", "2"});
  EXPECT_THAT(svg, AllOf(HasSubstr(kBlue), HasSubstr("stroke='rgb(213,  94,   0)'")));
}

TEST_F(Figures, APreviewCountsWhatItsLengthWasGivenIn) {
  EXPECT_THAT(preview({"cosine", "--updates", "10"}),
              AllOf(HasSubstr(">updates<"), HasSubstr(">10<"), Not(HasSubstr(">epochs<"))));
  EXPECT_THAT(preview({"cosine", "--epochs", "4"}),
              AllOf(HasSubstr(">epochs<"), Not(HasSubstr(">updates<"))));
}

TEST_F(Figures, ManySchedulesAreSmallPicturesWithTheOthersInGrey) {
  EXPECT_THAT(preview({"--side-by-side", "4it", "--updates", "10"}),
              AllOf(HasSubstr("grey: the others"), HasSubstr("torchtitan"),
                    HasSubstr("stroke='rgb(196, 196, 196)'")));
}

TEST_F(Figures, ALossOfExactlyZeroAtTheStartIsDrawn) {
  const Outcome outcome =
      run_anneal({"descend", "rosenbrock", "--start", "1,1", "--updates", "5", "--plot", "f.svg"},
                 folder_.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(read_text(folder_ / "f.svg"), AllOf(HasSubstr(">0.5<"), Not(HasSubstr("(log)"))));
}

TEST_F(Figures, MomentumDecayGroupsAndAverageAreDrawn) {
  ASSERT_EQ(train({"--optimizer", "sgd(lr=0.1, momentum=0.9, weight_decay=0.01)", "--schedule",
                   "momentum=linear", "--schedule", "weight_decay=cosine", "--group",
                   "layers.0.*: lr=0.02", "--average", "ema(decay=0.5)", "--epochs", "2"})
                .exit_code,
            0);
  EXPECT_THAT(read_text(folder_ / "run/figures/loss.svg"),
              AllOf(HasSubstr(">momentum<"), HasSubstr(">weight decay<"), HasSubstr("layers.0.*"),
                    HasSubstr("validation loss of the"), HasSubstr("blobs"), HasSubstr("mlp(8)"),
                    HasSubstr("2 epochs"), HasSubstr("batch size 64"), HasSubstr("seed 0")));
}

TEST_F(Figures, AReportWithoutARunWarnsAndWithoutAnyFails) {
  ASSERT_EQ(train({"--updates", "5", "--no-figures"}).exit_code, 0);
  fs::create_directories(folder_ / "study/runs");
  fs::rename(folder_ / "run", folder_ / "study/runs/a");
  write_text(folder_ / "study/summary.csv",
             "run,optimizer,schedule,seed,status\na,sgd(lr=0.1),constant,0,done\n"
             "b,sgd(lr=0.1),constant,1,done\n");
  const Outcome some = run_anneal({"report", "study"}, folder_.path());
  EXPECT_EQ(some.exit_code, 0);
  EXPECT_THAT(some.err, HasSubstr("anneal: warning: study/runs/b: is missing"));
  EXPECT_THAT(some.out, HasSubstr("val-loss-sgd-lr-0-1.svg"));
  fs::remove_all(folder_ / "study/runs/a");
  const Outcome none = run_anneal({"report", "study"}, folder_.path());
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.err, HasSubstr("anneal: error: report: there is nothing to draw in study"));
  EXPECT_THAT(none.out, IsEmpty());
}

TEST(TextPlot, LinesOnTopOfEachOtherTakeTurns) {
  const Outcome outcome = run_anneal({"preview", "constant", "constant(1)"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("|ababababab"));
}

TEST_F(Figures, AFileStaysAsItWasIfItsFigureCannotBeDrawn) {
  write_text(folder_ / "f.svg", "old");
  const Outcome outcome = run_anneal({"preview", "cosine", "--plot", "f.svg"}, folder_.path(),
                                     {{"TMPDIR", "/nowhere"}});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("does the folder that TMPDIR names exist?"));
  EXPECT_EQ(lines_of(outcome.err).size(), 1U);
  EXPECT_EQ(read_text(folder_ / "f.svg"), "old");
  EXPECT_THAT(everything_in(folder_.path()), ElementsAre("f.svg"));
}

}}  // namespace anneal::cli
