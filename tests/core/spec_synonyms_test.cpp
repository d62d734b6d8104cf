#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/bind.h"

// Names and arguments as they are called elsewhere, in a catalogue of two entries.
namespace anneal::spec { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Row {
  Signature signature;
};

const std::vector<Row>& table() {
  static const std::vector<Row> rows{
      {{.name = "rule",
        .parameters =
            {{.name = "lr",
              .default_text = "1",
              .synonyms = called({"learning_rate", "both"},
                                 unlike({"lr_percent"}, "lr={%}", "it is a share"))},
             {.name = "b1", .default_text = "0.9", .synonyms = {{.name = "betas", .member = 0}}},
             {.name = "b2", .default_text = "0.99", .synonyms = {{.name = "betas", .member = 1}}},
             {.name = "to",
              .default_text = "0",
              .synonyms = unlike({"eta_min", "both"}, "to={x10}", "it is a share")},
             {.name = "on", .kind = ValueKind::kFlag, .default_text = "false"}},
        .synonyms =
            called({"lib.optim.Rule"}, unlike({"other.Rule"}, "rule(b1=0.5)", "its b1 is another")),
        .skipped = {{.name = "params", .first = true},
                    {.name = "last", .value = "-1", .otherwise = "write rule"}}}},
      {{.name = "lib.Thing", .help = "a thing, of a library", .aliases = {"lib.AThing"}}},
      {{.name = "lab.Thing"}}};
  return rows;
}

std::string read(const std::string& text) {
  try {
    return print(read_call(text, "rule", table()).canonical());
  } catch (const SpecError& error) {
    return error.what();
  }
}

TEST(Synonyms, OfArgumentsAreTakenWhereTheyAreTheSame) {
  EXPECT_EQ(read("rule(learning_rate=0.5)"), "rule(lr=0.5)");
  EXPECT_EQ(read("rule(both=0.5)"), "rule(lr=0.5)");  // the first that has it
  EXPECT_EQ(read("rule(betas=[0.5, 0.6])"), "rule(b1=0.5, b2=0.6)");
  EXPECT_EQ(read("rule(learning_rate=0.5, lr=0.5)"),
            "rule: lr is given twice: first as 0.5, then as 0.5");
  EXPECT_THAT(read("rule(betas=[0.5])"), HasSubstr("betas is [0.5], but it is a list of several"));
}

TEST(Synonyms, OfArgumentsThatAreNotAreAnswered) {
  EXPECT_EQ(read("rule(learning_rate=0.5, eta_min=0.02)"),
            "rule: unknown argument eta_min (it is a share: write rule(lr=0.5, to=0.2))");
  // No line is promised that would not be read.
  EXPECT_EQ(read("rule(lr_percent=0.1)"), "rule: unknown argument lr_percent (it is a share)");
  EXPECT_EQ(read("rule(eta_min=word)"), "rule: unknown argument eta_min (it is a share)");
}

TEST(Synonyms, OfPythonAreUnderstood) {
  EXPECT_EQ(read("rule(model.parameters(), 0.5, on=True)"), "rule(lr=0.5, on=true)");
  EXPECT_EQ(read("rule(params=p, lr=None, last=-1, on=False)"), "rule");
  EXPECT_EQ(read("rule(last=3)"), "rule: last=3 has no meaning here (write rule)");
  EXPECT_THAT(read("rule(0.5, params)"), HasSubstr("b1 is params, but it must be a number"));
}

TEST(Synonyms, OfEntriesAreTakenIfTheySayWhoseTheyAre) {
  for (const std::string name : {"lib.optim.Rule", "optim.Rule", "lib.Rule", "py.lib.Rule"}) {
    EXPECT_EQ(read(name), "rule") << name;
  }
  EXPECT_EQ(read("lib.AThing"), "lib.Thing");
  EXPECT_EQ(read("Rule"), "unknown rule Rule (did you mean rule?)");
  EXPECT_EQ(read("other.Rule(0.2)"),
            "unknown rule other.Rule (its b1 is another: write rule(lr=0.2, b1=0.5))");
}

TEST(Synonyms, TheLastWordIsLookedForInAWholeCatalogue) {
  EXPECT_EQ(read("Thing"),
            "unknown rule Thing (did you mean lib.Thing or lab.Thing? lib.Thing is a thing)");
  EXPECT_EQ(read("THING"), read("Thing").replace(13, 5, "THING"));
  EXPECT_EQ(read("lab.thing"), "unknown rule lab.thing (did you mean lab.Thing?)");
  EXPECT_EQ(read("lib.Thingg"), "unknown rule lib.Thingg (did you mean lib.Thing?)");
  EXPECT_EQ(read("rulee"), "unknown rule rulee (did you mean rule?)");
  const Names names = names_of(table());
  EXPECT_THAT(names_ending_like("x.Thing", names), ElementsAre(names[1], names[2]));
  EXPECT_THAT(names_ending_like("nothing", names), IsEmpty());
}

TEST(Synonyms, AnErrorOfANameKnowsWhatWasWritten) {
  try {
    find_entry(parse("cosine(2)"), "rule", table());
    FAIL();
  } catch (const SpecError& error) {
    EXPECT_EQ(error.details().family, "rule");
    EXPECT_EQ(error.details().call, parse("cosine(2)"));
  }
}

}}  // namespace anneal::spec
