#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/bind.h"
#include "core/spec/parse.h"

namespace anneal::spec { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Signature& adam() {
  static const Signature signature{
      .name = "adam",
      .parameters = {
          {.name = "lr", .default_text = "1e-3", .range = at_least(0.0)},
          {.name = "beta1", .default_text = "0.9", .range = below_from(0.0, 1.0)},
          {.name = "steps", .kind = ValueKind::kInteger, .default_text = "1", .range = above(0)},
          {.name = "nesterov", .kind = ValueKind::kFlag, .default_text = "false"},
          {.name = "shape",
           .kind = ValueKind::kWord,
           .default_text = "linear",
           .choices = {"linear", "cosine"}},
          {.name = "every", .kind = ValueKind::kLength, .range = above(0), .optional = true},
          {.name = "patience", .kind = ValueKind::kEvaluations, .default_text = "3ev"},
          {.name = "values", .kind = ValueKind::kNumbers, .default_text = "[1, 0.5]"},
          {.name = "at", .kind = ValueKind::kLengths, .optional = true},
          {.name = "path", .kind = ValueKind::kText, .optional = true},
          {.name = "inner", .kind = ValueKind::kExpr, .optional = true},
      }};
  return signature;
}

const Signature& mlp() {
  static const Signature signature{
      .name = "mlp",
      .parameters = {
          {.name = "hidden", .kind = ValueKind::kIntegers, .range = above(0), .rest = true},
          {.name = "activation", .kind = ValueKind::kWord, .default_text = "relu"}}};
  return signature;
}

Arguments bound(const std::string& text, const Signature& signature = adam()) {
  return bind(parse(text), signature);
}

std::string error_of(const std::string& text, const Signature& signature = adam()) {
  try {
    bound(text, signature);
  } catch (const SpecError& error) {
    return std::string(error.what()) + "\n" + error.excerpt();
  }
  return "no error";
}

TEST(SpecBind, FillsDefaultsAndTellsWhatWasGiven) {
  const Arguments a = bound("adam(beta1=0.5)");
  EXPECT_EQ(a.number("lr"), 1e-3);
  EXPECT_EQ(a.number("beta1"), 0.5);
  EXPECT_TRUE(a.given("beta1"));
  EXPECT_FALSE(a.given("lr"));
  EXPECT_TRUE(a.has("lr"));
  EXPECT_FALSE(a.has("every"));
}

TEST(SpecBind, GivesEveryKindItsType) {
  const Arguments a = bound(
      "adam(0.1, steps=7, nesterov=true, shape=cosine, every=5%, patience=4ev, values=[2, 1/4], "
      "at=[1ep, 20it], path=\"a b\", inner=x then y)");
  EXPECT_EQ(a.number("lr"), 0.1);
  EXPECT_EQ(a.integer("steps"), 7);
  EXPECT_TRUE(a.flag("nesterov"));
  EXPECT_EQ(a.word("shape"), "cosine");
  EXPECT_EQ(a.length("every"), (Number{5, Unit::kPercent}));
  EXPECT_EQ(a.evaluations("patience"), 4);
  EXPECT_THAT(a.numbers("values"), ElementsAre(2.0, 0.25));
  EXPECT_THAT(a.lengths("at"), ElementsAre(Number{1, Unit::kEpochs}, Number{20, Unit::kUpdates}));
  EXPECT_EQ(a.text("path"), "a b");
  EXPECT_EQ(print(a.expr("inner")), "x then y");
}

TEST(SpecBind, TakesOneNumberForAListOfOne) {
  EXPECT_THAT(bound("adam(values=0.1)").numbers("values"), ElementsAre(0.1));
}

TEST(SpecBind, CollectsPositionalsIntoARestParameter) {
  EXPECT_THAT(bound("mlp(256, 128)", mlp()).integers("hidden"), ElementsAre(256, 128));
  EXPECT_THAT(bound("mlp([256, 128])", mlp()).integers("hidden"), ElementsAre(256, 128));
  EXPECT_THAT(bound("mlp(hidden=[256, 128])", mlp()).integers("hidden"), ElementsAre(256, 128));
  EXPECT_EQ(print(bound("mlp(hidden=[256, 128], activation=tanh)", mlp()).canonical()),
            "mlp(256, 128, activation=tanh)");
  EXPECT_EQ(print(bound("mlp([])", mlp()).canonical()), "mlp(hidden=[])");
  EXPECT_THAT(error_of("mlp(256, 0)", mlp()), HasSubstr("mlp: hidden must be > 0, got 0"));
}

TEST(SpecBind, WritesTheCanonicalCallInTableOrderWithoutDefaults) {
  EXPECT_EQ(print(bound("adam(beta1=0.5, lr=1e-3)").canonical()), "adam(beta1=0.5)");
  EXPECT_EQ(print(bound("adam(0.1, 0.9, shape=cosine)").canonical()), "adam(lr=0.1, shape=cosine)");
  EXPECT_EQ(print(bound("adam()").canonical()), "adam");
  EXPECT_EQ(print(bound("adam(values=[0.1])").canonical()), "adam(values=0.1)");
  EXPECT_EQ(print(bound("adam(path=\"plain\")").canonical()), "adam(path=plain)");
  EXPECT_EQ(print(bound("adam(path=\"then\")").canonical()), "adam(path=\"then\")");
  EXPECT_EQ(print(bound("adam(path=\"a b\")").canonical()), "adam(path=\"a b\")");
  EXPECT_EQ(print(bound("adam(shape=\"linear\")").canonical()), "adam");
}

// What a call means, whatever its defaults become one day: "adam" as a file of a run keeps it.
TEST(SpecBind, WritesTheExpandedCallWithAllDefaults) {
  EXPECT_EQ(print(bound("adam").expanded()),
            "adam(lr=0.001, beta1=0.9, steps=1, nesterov=false, shape=linear, patience=3ev, "
            "values=[1, 0.5])");
  EXPECT_EQ(print(bound("adam(path=\"a b\", lr=0.5, every=2ep)").expanded()),
            "adam(lr=0.5, beta1=0.9, steps=1, nesterov=false, shape=linear, every=2ep, "
            "patience=3ev, values=[1, 0.5], path=\"a b\")");
  EXPECT_EQ(print(bound("mlp(256, 128)", mlp()).expanded()), "mlp(256, 128, activation=relu)");
  EXPECT_EQ(print(bound("mlp(activation=tanh, hidden=8)", mlp()).expanded()),
            "mlp(8, activation=tanh)");
}

TEST(SpecBind, ReadsTheExpandedCallAsTheSameCall) {
  for (const std::string text : {"adam", "adam(0.5, steps=3)", "adam(inner=adam(lr=0.1))"}) {
    const Arguments arguments = bound(text);
    const Arguments again = bound(print(arguments.expanded()));
    EXPECT_EQ(print(again.canonical()), print(arguments.canonical()));
    EXPECT_EQ(print(again.expanded()), print(arguments.expanded()));
  }
}

TEST(SpecBind, RefusesUnknownArgumentsWithTheNearest) {
  EXPECT_EQ(error_of("adam(lr=0.1, bta1=0.5)"),
            "adam: unknown argument bta1 (did you mean beta1?)\n"
            "adam(lr=0.1, bta1=0.5)\n"
            "             ^^^^");
  EXPECT_THAT(error_of("adam(zzz=1)"), HasSubstr("unknown argument zzz (known: lr, beta1, steps"));
}

TEST(SpecBind, RefusesRepeatedMissingAndMisplacedArguments) {
  EXPECT_THAT(error_of("adam(0.1, lr=0.2)"),
              HasSubstr("adam: lr is given twice: first as 0.1, then as 0.2"));
  EXPECT_THAT(error_of("adam(lr=0.1, lr=0.1)"), HasSubstr("given twice"));
  EXPECT_THAT(error_of("adam(lr=0.1, 0.9)"), HasSubstr("0.9 stands after a named argument"));
  EXPECT_THAT(error_of("mlp", mlp()), HasSubstr("mlp: hidden is missing: whole numbers"));
  EXPECT_THAT(error_of("mlp([1], relu, 3)", mlp()), HasSubstr("3 is one argument too many"));
}

TEST(SpecBind, RefusesWrongKindsWithOneClearLine) {
  EXPECT_THAT(error_of("adam(lr=fast)"), HasSubstr("lr is fast, but it must be a number >= 0"));
  EXPECT_THAT(error_of("adam(lr=10ep)"), HasSubstr("lr is 10ep, but it is a plain number"));
  EXPECT_THAT(error_of("adam(steps=1.5)"), HasSubstr("steps is 1.5, but it must be a whole"));
  EXPECT_THAT(error_of("adam(steps=1e300)"), HasSubstr("must be a whole number"));
  EXPECT_THAT(error_of("adam(nesterov=1)"), HasSubstr("must be true or false"));
  EXPECT_THAT(error_of("adam(shape=cosin)"), HasSubstr("cosin (did you mean cosine?)"));
  EXPECT_THAT(error_of("adam(shape=zigzag)"), HasSubstr("zigzag (one of: linear, cosine)"));
  EXPECT_THAT(error_of("adam(shape=cosine(2))"), HasSubstr("must be one of"));
  EXPECT_THAT(error_of("adam(path=3)"), HasSubstr("must be a word or a \"quoted text\""));
  EXPECT_THAT(error_of("adam(values=[1, [2]])"), HasSubstr("must be numbers such as [1, 0.5]"));
}

TEST(SpecBind, RefusesNumbersOutOfRange) {
  EXPECT_THAT(error_of("adam(lr=-1)"), HasSubstr("adam: lr must be >= 0, got -1\n"));
  EXPECT_THAT(error_of("adam(beta1=1)"), HasSubstr("beta1 must be in [0, 1), got 1\n"));
  EXPECT_THAT(error_of("adam(beta1=inf)"),
              HasSubstr("beta1 must be finite and in [0, 1), got inf"));
  EXPECT_THAT(error_of("adam(lr=inf)"), HasSubstr("lr must be finite and >= 0, got inf"));
  EXPECT_THAT(error_of("adam(values=[-inf])"), HasSubstr("values must be finite, got -inf"));
}

TEST(SpecBind, RefusesALengthWithoutAUnit) {
  EXPECT_EQ(error_of("adam(every=500)"),
            "adam: 500 what? write 500it (updates), 500ep (epochs) or 5% (of the run)\n"
            "adam(every=500)\n"
            "           ^^^");
  EXPECT_THAT(error_of("adam(every=3ev)"), HasSubstr("evaluations measure patience only"));
  EXPECT_THAT(error_of("adam(every=-3ep)"), HasSubstr("a length is not negative"));
  EXPECT_THAT(error_of("adam(every=0it)"), HasSubstr("every must be > 0, got 0it"));
  EXPECT_THAT(error_of("adam(every=1.5it)"), HasSubstr("updates are counted in whole numbers"));
  EXPECT_THAT(error_of("adam(patience=3)"), HasSubstr("counted in evaluations: write 3ev"));
  EXPECT_THAT(error_of("adam(patience=1.5ev)"), HasSubstr("whole numbers"));
}

TEST(SpecBind, GivesTheOwnerErrorsWithTheCaretAtItsArgument) {
  const Arguments a = bound("adam(lr=0.1, beta1=0.5)");
  const SpecError error = a.error("beta1", "too small for this rate");
  EXPECT_STREQ(error.what(), "adam: beta1: too small for this rate");
  EXPECT_EQ(error.excerpt(), "adam(lr=0.1, beta1=0.5)\n                   ^^^");
}

TEST(SpecBind, TreatsAMisspeltGetterAsOurOwnBug) {
  const Arguments a = bound("adam");
  EXPECT_THROW(a.number("learning_rate"), std::logic_error);
  EXPECT_THROW(a.integer("lr"), std::logic_error);
  EXPECT_THROW(a.length("every"), std::logic_error);
}

struct Row {
  Signature signature;
  int id;
};

TEST(SpecBind, FindsRowsByNameAndAlias) {
  const std::vector<Row> table{{{.name = "constant", .aliases = {"hold"}}, 1},
                               {{.name = "cosine"}, 2}};
  EXPECT_EQ(find_entry(parse("hold(3)"), "schedule", table).id, 1);
  EXPECT_EQ(find_entry(parse("cosine"), "schedule", table).id, 2);
  try {
    find_entry(parse("cosin(to=0)"), "schedule", table);
    FAIL();
  } catch (const SpecError& error) {
    EXPECT_STREQ(error.what(), "unknown schedule cosin (did you mean cosine?)");
    EXPECT_EQ(error.excerpt(), "cosin(to=0)\n^^^^^");
  }
  EXPECT_THROW(find_entry(parse("0.5"), "schedule", table), SpecError);
}

TEST(SpecSignature, ShowsHowItIsCalled) {
  EXPECT_EQ(usage(mlp()), "mlp(hidden..., activation=relu)");
  EXPECT_EQ(to_text(between(0, 1)), "in [0, 1]");
  EXPECT_EQ(to_text(above(0)), "> 0");
  EXPECT_EQ(to_text(anything()), "");
}

TEST(SpecNames, MeasuresEditsWithSwaps) {
  EXPECT_EQ(edit_distance("cosine", "cosine"), 0U);
  EXPECT_EQ(edit_distance("csoine", "cosine"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(SpecNames, SuggestsOnlyWhatIsNear) {
  const std::vector<std::string> names{"cosine", "constant", "step", "torch.StepLR"};
  EXPECT_EQ(closest("cos", names), "cosine");
  EXPECT_EQ(closest("Cosine", names), "cosine");
  EXPECT_EQ(closest("stpe", names), "step");
  EXPECT_EQ(closest("torch.stepLR", names), "torch.StepLR");
  EXPECT_EQ(closest("banana", names), std::nullopt);
  EXPECT_EQ(closest(std::string(100000, 'c'), names), std::nullopt);
}

}}  // namespace anneal::spec
