#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"

// Names in the wrong place, forgotten quotes, options of other programs: one line that says what
// works. And `list`, which shows what there is.
namespace anneal::cli { namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

struct Typed {
  std::vector<std::string> arguments;
  std::string says;
};

void expect_refused(const std::vector<Typed>& lines) {
  const TemporaryFolder folder;
  for (const Typed& typed : lines) {
    const Outcome outcome = run_anneal(typed.arguments, folder.path());
    SCOPED_TRACE(testing::PrintToString(typed.arguments));
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_THAT(outcome.err, AllOf(StartsWith("anneal: error: "), HasSubstr(typed.says)));
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
  }
  EXPECT_THAT(everything_in(folder.path()), IsEmpty());
}

TEST(Names, OfAnotherFamilyAreRecognised) {
  expect_refused(
      {{{"train", "--optimizer", "cosine"},
        "unknown optimizer cosine: it is a schedule (give it by --schedule)"},
       {{"train", "--optimizer", "StepLR(step_size=3ep)"}, "it is a schedule"},
       {{"train", "--optimizer", "warmup(5%) then cosine"},
        "unknown optimizer warmup(5%) then cosine: it is a schedule (give it by --schedule)"},
       {{"train", "--schedule", "adam(lr=0.1)"},
        "unknown schedule adam: it is an optimizer (give it by --optimizer)"},
       {{"train", "--schedule", "torch.optim.Adam"}, "it is an optimizer"},
       {{"train", "--schedule", "ema"}, "it is an average (give it by --average)"},
       {{"train", "--data", "mlp(8)"}, "it is a model (give it by --model)"},
       {{"train", "--model", "moons"}, "it is a data set (give it by --data)"},
       {{"compare", "--schedule", "sgd"}, "it is an optimizer (give it by --optimizer)"},
       {{"preview", "adam(lr=0.1)"}, "it is an optimizer (it is --optimizer of anneal train)"},
       {{"descend", "booth", "--optimizer", "cosine"}, "it is a schedule"},
       {{"descend", "adam"}, "unknown function adam: it is an optimizer"},
       {{"train", "--model", "rosenbrock"}, "it is a function (it is for anneal descend)"}});
}

TEST(Names, OfPartsAreNoFamily) {
  expect_refused(
      {{{"preview", "warmup(5%, shape=step) then constant"}, "unknown shape of warmup step"}});
  const Outcome outcome = run_anneal({"preview", "warmup(5%, shape=step) then constant"});
  EXPECT_THAT(outcome.err, Not(HasSubstr("--schedule")));
}

TEST(Names, OfOtherLibrariesAreShownInCanonicalForm) {
  const Outcome outcome =
      run_anneal({"preview", "torch.optim.lr_scheduler.StepLR(optimizer, 3ep)", "--epochs", "9"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("torch.StepLR(step_size=3ep)\n"));
}

TEST(Names, OfAFunctionOfPythonLeadToATable) {
  const TemporaryFolder folder;
  const Outcome refused = run_anneal({"preview", "torch.LambdaLR(lr_lambda=f)"}, folder.path());
  EXPECT_THAT(refused.err, HasSubstr("write table(file=lr.csv)"));
  write_text(folder.path() / "lr.csv", "1\n0.5\n0.25\n");
  const Outcome outcome =
      run_anneal({"preview", "table(file=lr.csv)", "--updates", "3"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

TEST(Usage, ForgottenQuotesAreRecognised) {
  expect_refused(
      {{{"preview", "warmup(5%)", "then", "cosine"},
        "put the whole of it in quotes: \"warmup(5%) then cosine\""},
       {{"preview", "warmup(5%) then", "cosine", "--lr", "0.1"},
        "in quotes: \"warmup(5%) then cosine\""},
       {{"preview", "warmup(5%)", "then cosine"}, "in quotes: \"warmup(5%) then cosine\""},
       {{"preview", "cosine", "by", "epoch"}, "in quotes: \"cosine by epoch\""},
       {{"preview", "cosine", "*", "linear"}, "in quotes: \"cosine * linear\""},
       {{"train", "--schedule", "warmup(5%)", "then", "constant", "then", "cosine"},
        "in quotes: \"warmup(5%) then constant then cosine\""},
       {{"compare", "--schedule", "constant", "--schedule", "wsd", "then", "cosine"},
        "in quotes: \"wsd then cosine\""}});
}

TEST(Usage, HintsKnowTheirCommand) {
  expect_refused(
      {{{"--out", "x", "train"},
        "--out: belongs to a command and stands after it (write anneal "
        "train --out x)"},
       {{"--schedule", "warmup(5%) then cosine", "train"},
        "write anneal train --schedule \"warmup(5%) then cosine\")"},
       {{"--epochs", "3"}, "write anneal preview --epochs 3)"},
       {{"preview", "cosine", "--learning-rate", "0.1"}, "did you mean --lr?"},
       {{"train", "--learning-rate", "0.1"}, "--optimizer \"sgd(lr=0.1)\""},
       {{"train", "--weight-decay", "0.1"}, "it belongs to the optimizer"},
       {{"train", "--batch_size", "5"}, "did you mean --batch-size?"},
       {{"train", "--lr-scheduler", "cosine"}, "did you mean --schedule?"},
       {{"train", "--max-steps", "5"}, "did you mean --updates?"},
       {{"train", "--warmup-steps", "5"}, "\"warmup(5%) then cosine\""},
       {{"train", "--schedule", "scheduler = cosine"}, "write only what stands after \"=\""},
       {{"train", "--schedule", "cosine(tp=0)"}, "cosine: unknown argument tp"},
       {{"train", "--optimizer", "sgd 0.1"}, "optimizer: got sgd 0.1 (write sgd(lr=0.1))"},
       {{"help", "trian"}, "did you mean train?"}});
}

TEST(Usage, NumbersAreReadAlikeEverywhere) {
  expect_refused(
      {{{"train", "--epochs", "1.5"},
        "--epochs: got 1.5 (give a whole number of at least 1; for a part of an epoch give "
        "--updates)"},
       {{"preview", "cosine", "--epochs", "1.5"}, "for a part of an epoch give --updates)"},
       {{"train", "--updates", "1.5e0"}, "--updates: got 1.5e0"},
       {{"preview", "cosine", "--lr", "+-1"}, "--lr: got +-1"}});
  for (const std::vector<std::string>& line : std::vector<std::vector<std::string>>{
           {"preview", "cosine", "--lr", "+0.1"},
           {"preview", "cosine", "--updates", "1e3"},
           {"preview", "plateau(metric=val_loss)", "--metrics", "+1,+0.9"}}) {
    EXPECT_EQ(run_anneal(line).exit_code, 0) << testing::PrintToString(line);
  }
  const Outcome thousand = run_anneal({"preview", "cosine", "--updates", "1e3"});
  EXPECT_EQ(thousand.out, run_anneal({"preview", "cosine", "--updates", "1000"}).out);
  EXPECT_THAT(run_anneal({"preview", "cosine", "--updates", "11719"}).out,
              AllOf(HasSubstr("11719 updates ="), HasSubstr(" 5859 "), Not(HasSubstr("e+04"))));
}

TEST(Usage, TrainAndCompareShowTheSameCanonicalText) {
  const TemporaryFolder folder;
  const std::vector<std::string> run = {"--data",      "moons(n=200)",
                                        "--model",     "mlp(4)",
                                        "--epochs",    "1",
                                        "--optimizer", "torch.optim.SGD(lr=0.1, momentum=0)",
                                        "--schedule",  "step(every=1ep, gamma=0.1)",
                                        "--no-figures"};
  std::vector<std::string> train = {"train", "--out", "train"};
  train.insert(train.end(), run.begin(), run.end());
  const Outcome trained = run_anneal(train, folder.path());
  EXPECT_EQ(trained.exit_code, 0) << trained.err;
  EXPECT_THAT(trained.out,
              AllOf(HasSubstr("optimizer  sgd(lr=0.1)\n"),
                    HasSubstr("schedule   step(every=1ep)\n"), HasSubstr(" = 1 epoch of ")));
  std::vector<std::string> compare = {"compare", "--out", "compare", "--seeds", "1"};
  compare.insert(compare.end(), run.begin(), run.end());
  const Outcome compared = run_anneal(compare, folder.path());
  EXPECT_EQ(compared.exit_code, 0) << compared.err;
  EXPECT_THAT(compared.out, AllOf(HasSubstr("sgd(lr=0.1)\n"), HasSubstr("step(every=1ep) "),
                                  Not(HasSubstr("gamma"))));
  expect_refused({{{"compare", "--schedule", "cosine", "--schedule", "cosine(to=0)"},
                   "schedule \"cosine\" is given twice"}});
}

TEST(Usage, HelpIsAWordToo) {
  EXPECT_EQ(run_anneal({"help"}).out, run_anneal({"--help"}).out);
  EXPECT_EQ(run_anneal({"help", "train"}).out, run_anneal({"train", "--help"}).out);
}

TEST(List, ShowsALibrary) {
  const Outcome torch = run_anneal({"list", "torch"});
  EXPECT_EQ(torch.exit_code, 0);
  EXPECT_THAT(torch.out, AllOf(HasSubstr("torch.StepLR(step_size, gamma=0.1, for=open)"),
                               HasSubstr("gamma^floor(t / step_size)"),
                               HasSubstr("torch.LinearLR("), Not(HasSubstr("keras."))));
  EXPECT_EQ(run_anneal({"list", "pytorch"}).out, torch.out);
  for (const std::string library :
       {"keras", "optax", "hf", "timm", "composer", "fastai", "paddle", "torchtitan"}) {
    EXPECT_THAT(run_anneal({"list", library}).out, HasSubstr("  " + library + ".")) << library;
  }
}

TEST(List, FindsEntriesAndFamiliesByTheNamesPeopleBring) {
  const std::string step = run_anneal({"list", "torch.StepLR"}).out;
  EXPECT_THAT(step, HasSubstr("PyTorch's step decay"));
  for (const std::string name :
       {"StepLR", "lr_scheduler.StepLR", "torch.optim.lr_scheduler.StepLR", "steplr"}) {
    EXPECT_EQ(run_anneal({"list", name}).out, step) << name;
  }
  EXPECT_THAT(run_anneal({"list", "LinearLR"}).out,
              AllOf(HasSubstr("torch.LinearLR"), HasSubstr("paddle.LinearLR")));
  EXPECT_EQ(run_anneal({"list", "torch.optim.Adam"}).out, run_anneal({"list", "adam"}).out);
  EXPECT_EQ(run_anneal({"list", "datasets"}).out, run_anneal({"list", "data"}).out);
  EXPECT_EQ(run_anneal({"list", "schedule"}).out, run_anneal({"list", "schedules"}).out);
}

TEST(List, SchedulesHaveFormulasArgumentsUnitsAndSources) {
  const Outcome outcome = run_anneal({"list", "schedules"});
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("  step(every, gamma=0.1, for=open)\n"
                              "      a staircase: multiplied by gamma again and again\n"
                              "      m(t) = gamma^floor(t / every)\n"
                              "      every: length (it, ep, %); gamma: a number >= 0; for: length "
                              "(it, ep, %)\n"),
                    HasSubstr("Source: Loshchilov and Hutter 2017, SGDR"),
                    HasSubstr("torch.StepLR(step_size, gamma=0.1, for=open)")));
  for (const std::string& line : lines_of(outcome.out)) {
    EXPECT_LE(line.size(), 80U) << line;
  }
}

}}  // namespace anneal::cli
