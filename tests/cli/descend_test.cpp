#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "apps/report/gnuplot.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::ContainsRegex;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// What `anneal descend ... --csv -` prints.
CsvTable csv_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "descend");
  arguments.insert(arguments.end(), {"--csv", "-"});
  const Outcome outcome = run_anneal(arguments);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  return parse_csv(outcome.out, "stdout");
}

TEST(Descend, TheCsvHasARowMoreThanUpdatesAndNoRateInTheLast) {
  const CsvTable table = csv_of({"rosenbrock", "--updates", "7"});
  EXPECT_THAT(table.columns, ElementsAre("step", "x", "y", "loss", "lr"));
  ASSERT_EQ(table.rows.size(), 8U);
  for (std::size_t k = 0; k < 8; ++k) {
    EXPECT_EQ(table.rows[k][0], std::to_string(k));
    EXPECT_EQ(table.rows[k][4], k < 7 ? "0.1" : "");
  }
}

TEST(Descend, GradientDescentOnAQuadraticHasItsClosedForm) {
  const CsvTable table = csv_of(
      {"quadratic(2, 0.5, start=[1, -4])", "--optimizer", "sgd(lr=0.3)", "--updates", "100"});
  for (std::size_t t = 0; t <= 100; ++t) {
    const double x = std::pow(1 - 0.3 * 2, static_cast<double>(t));
    const double y = -4 * std::pow(1 - 0.3 * 0.5, static_cast<double>(t));
    EXPECT_NEAR(table.numbers("x")[t], x, 1e-13 * std::abs(x));
    EXPECT_NEAR(table.numbers("y")[t], y, 1e-13 * std::abs(y));
    EXPECT_NEAR(table.numbers("loss")[t], x * x + y * y / 4, 1e-12 * (x * x + y * y / 4));
  }
}

TEST(Descend, TheRateOfAnUpdateIsThatOfItsRow) {
  const CsvTable table = csv_of({"booth", "--optimizer", "sgd(lr=0.02)", "--schedule", "cosine",
                                 "--updates", "10", "--start", "-1,2.5"});
  EXPECT_EQ(table.rows[0][1], "-1");
  EXPECT_EQ(table.rows[0][2], "2.5");
  for (std::size_t t = 0; t < 10; ++t) {
    const double lr = 0.01 * (1 + std::cos(std::numbers::pi * static_cast<double>(t) / 10));
    const double x = table.numbers("x")[t];
    const double y = table.numbers("y")[t];
    EXPECT_NEAR(table.numbers("lr")[t], lr, 1e-15);
    const double slope = 2 * (x + 2 * y - 7) + 4 * (2 * x + y - 5);
    EXPECT_NEAR(table.numbers("x")[t + 1], x - lr * slope, 1e-13);
  }
}

TEST(Descend, NumbersAreTheShortestThatReadBackAsTheSameDouble) {
  const Outcome outcome = run_anneal({"descend", "quadratic(1, 1, start=[1.1, 0])", "--optimizer",
                                      "sgd(lr=0.1)", "--updates", "1", "--csv", "-"});
  EXPECT_EQ(outcome.out,
            "step,x,y,loss,lr\n0,1.1,0,0.6050000000000001,0.1\n1,0.9900000000000001,0,0."
            "4900500000000001,\n");
}

TEST(Descend, SeveralOptimizersAndSchedulesAreTheProductOfBoth) {
  const std::vector<std::string> arguments = {
      "himmelblau", "--optimizer", "sgd(lr=0.01)", "--optimizer", "adam(lr=0.5)", "--schedule",
      "constant",   "--schedule",  "cosine",       "--schedule",  "linear",       "--updates",
      "4"};
  const CsvTable table = csv_of(arguments);
  EXPECT_THAT(table.columns, ElementsAre("optimizer", "schedule", "step", "x", "y", "loss", "lr"));
  ASSERT_EQ(table.rows.size(), 2U * 3U * 5U);
  EXPECT_THAT(table.rows[7], ElementsAre("adam(lr=0.5)", "constant", "2", testing::_, testing::_,
                                         testing::_, "0.5"));
  std::vector<std::string> with_flag = arguments;
  with_flag.emplace_back("--compare");
  EXPECT_EQ(csv_of(with_flag).rows, table.rows);  // the flag only fills in what is missing
}

TEST(Descend, CompareTakesFourOptimizersAndTwoSchedulesWhereNoneAreGiven) {
  EXPECT_EQ(csv_of({"booth", "--compare", "--updates", "1"}).rows.size(), 4U * 2U * 2U);
  EXPECT_EQ(csv_of({"booth", "--compare", "--updates", "1", "--schedule", "linear"}).rows.size(),
            4U * 2U);
}

TEST(Descend, MomentumCanHaveAScheduleOfItsOwn) {
  const CsvTable table =
      csv_of({"quadratic(1, 1)", "--optimizer", "sgd(lr=0.1, momentum=0.8)", "--schedule",
              "momentum=linear(from=1, to=0.5)", "--updates", "4"});
  double x = 1, v = 0;
  for (std::size_t t = 0; t <= 4; ++t) {
    EXPECT_NEAR(table.numbers("x")[t], x, 1e-14);
    v = 0.8 * (1 - 0.5 * static_cast<double>(t) / 4) * v + x;  // heavy ball
    x -= 0.1 * v;
  }
}

TEST(Descend, ADivergingDescentIsCutSaidAndEndsWithExitCodeOne) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal(
      {"descend", "rosenbrock", "--optimizer", "sgd(lr=0.01)", "--csv", "cut.csv"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("diverged at update 5"));
  EXPECT_THAT(outcome.err, HasSubstr("diverged at update 5"));
  const std::string csv = read_text(folder / "cut.csv");
  EXPECT_EQ(lines_of(csv).size(), 1U + 6U);  // rows 0 to 5
  EXPECT_THAT(csv, Not(ContainsRegex("nan|inf")));
}

TEST(Descend, AmongOthersADivergingDescentIsAResult) {
  const Outcome outcome = run_anneal(
      {"descend", "rosenbrock", "--optimizer", "sgd(lr=0.01)", "--optimizer", "sgd(lr=0.001)"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, ContainsRegex("sgd\\(lr=0.01\\).*diverged at update 5\n"));
  EXPECT_THAT(outcome.out, ContainsRegex("sgd\\(lr=0.001\\).*-\n"));
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(Descend, SaysWhereItEndedHowFarThatIsAndWhenItWasNear) {
  // x_t = 0.5^t, y = 0: the loss 0.5^(2t) / 2 is 2^-11 < 0.001 at t = 5
  const Outcome outcome = run_anneal(
      {"descend", "quadratic(1, 1, start=[1, 0])", "--optimizer", "sgd(lr=0.5)", "--updates", "6"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("6 updates from (1, 0); lowest at (0, 0)"));
  EXPECT_THAT(outcome.out, ContainsRegex("sgd\\(lr=0.5\\) +0.01562 +0 +0.0001221 +0.01562 +5\n"));
  for (const std::string& line : lines_of(outcome.out)) {
    EXPECT_LE(line.size(), 100U) << line;
  }
}

TEST(Descend, WarnsWhenOptimizerAndScheduleDoTheSameTwice) {
  const Outcome outcome = run_anneal({"descend", "booth", "--optimizer", "radam(lr=0.01)",
                                      "--schedule", "warmup(10%) then constant"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("anneal: warning: "));
}

TEST(Descend, APlotFileIsTheOnlyFileWritten) {
  if (!report::gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  const Outcome svg =
      run_anneal({"descend", "himmelblau", "--compare", "--schedule", "momentum=constant",
                  "--optimizer", "adam", "--optimizer", "lion", "--plot", "a.svg"},
                 folder.path());
  EXPECT_EQ(svg.exit_code, 0) << svg.err;
  EXPECT_THAT(everything_in(folder.path()), ElementsAre("a.svg"));
  const std::string text = read_text(folder / "a.svg");
  for (const std::string expected :
       {"himmelblau: 200 updates", "momentum constant", "cosine", "lion", "</svg>"}) {
    EXPECT_THAT(text, HasSubstr(expected));
  }
  EXPECT_EQ(run_anneal({"descend", "saddle", "--plot", "b.png"}, folder.path()).exit_code, 0);
  EXPECT_THAT(read_text(folder / "b.png"), StartsWith("\x89PNG"));
}

TEST(Descend, AWrongCallGetsOneLineAndExitCodeTwo) {
  struct Wrong {
    std::vector<std::string> arguments;
    std::string says;
  };
  const std::vector<Wrong> cases = {
      {{}, "FUNCTION: none was given"},
      {{"rosenbrok"}, "did you mean rosenbrock?"},
      {{"uv"}, "a function of 1024 numbers"},
      {{"quadratic(1)"}, "a function of 1 number"},
      {{"quadratic(1, 2, start=[1, 2, 3])"}, "start"},
      {{"booth", "--optimizer", "adamm"}, "did you mean adam?"},
      {{"booth", "--schedule", "cosin"}, "did you mean cosine?"},
      {{"booth", "--schedule", "warmup(10) then cosine"}, "10it"},
      {{"booth", "--schedule", "momentum=cosine", "--optimizer", "sgd"}, "momentum is 0"},
      {{"booth", "--schedule", "momentm=cosine"}, "did you mean momentum?"},
      {{"booth", "--schedule", "momentum=cosine", "--schedule", "momentum=linear"},
       "two schedules"},
      {{"booth", "--updates", "0"}, "--updates: got 0"},
      {{"booth", "--updates", "1000000000000"}, "10000000"},
      {{"booth", "--start", "1"}, "--start: got 1"},
      {{"booth", "--start", "1,2,3"}, "--start: got 1,2,3"},
      {{"booth", "--start", "1,nan"}, "--start: got 1,nan"},
      {{"booth", "--start", "1e300,0"}, "not finite"},
      {{"booth", "--tolerance", "-1"}, "--tolerance: got -1"},
      {{"booth", "--plot", "a.pdf"}, "ends in .svg or .png"},
      {{"booth", "--csv", "no/such/folder/a.csv"}, "no/such/folder/a.csv"},
      {{"booth", "--precision", "float"}, "unknown option: --precision"},
  };
  for (const Wrong& wrong : cases) {
    const TemporaryFolder folder;
    std::vector<std::string> arguments = wrong.arguments;
    arguments.insert(arguments.begin(), "descend");
    const Outcome outcome = run_anneal(arguments, folder.path());
    SCOPED_TRACE(testing::PrintToString(arguments));
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_THAT(outcome.err, StartsWith("anneal: error: "));
    EXPECT_THAT(outcome.err, HasSubstr(wrong.says));
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
    EXPECT_THAT(everything_in(folder.path()), IsEmpty());
  }
}

TEST(Descend, ListFunctionsShowsThoseOfThePlane) {
  const Outcome outcome = run_anneal({"list", "functions"});
  EXPECT_EQ(outcome.exit_code, 0);
  for (const std::string name :
       {"rosenbrock(", "beale(", "himmelblau(", "booth(", "saddle(", "quadratic("}) {
    EXPECT_THAT(outcome.out, HasSubstr(name));
  }
  EXPECT_THAT(outcome.out, Not(HasSubstr("uv(")));
  EXPECT_THAT(run_anneal({"list", "himmelblau"}).out, HasSubstr("(x^2 + y - 11)^2"));
}

TEST(Descend, TheHelpFitsAndHasExamples) {
  const Outcome outcome = run_anneal({"descend", "--help"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("  anneal descend rosenbrock --compare"));
  std::vector<std::size_t> widths;
  for (const std::string& line : lines_of(outcome.out)) {
    widths.push_back(line.size());
  }
  EXPECT_THAT(widths, Each(testing::Le(100U)));
}

}}  // namespace anneal::cli
