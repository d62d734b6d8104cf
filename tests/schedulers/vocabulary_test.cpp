#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

// Reading and resolving know no words: what a word or an argument does stands in the fields of its
// entry, not in its name.
namespace anneal { namespace {

const RunPlan kPlan{.updates_per_epoch = 10_it, .total = 60_it};

const ScheduleEntry& own(const std::string& name) {
  return spec::find_entry(spec::call(name), "schedule", schedule_catalogue());
}

// The catalogue's entry under another name.
ScheduleEntry renamed(const std::string& from, const std::string& to) {
  ScheduleEntry entry = own(from);
  entry.signature.name = to;
  entry.signature.aliases.clear();
  return entry;
}

const ScheduleCatalogue& other_words() {
  static const ScheduleCatalogue kTable{
      renamed("repeat", "again"),           renamed("stretch", "slower"),
      renamed("open", "as_long_as_needed"), renamed("window", "part_of"),
      renamed("warmup", "climb"),           renamed("constant", "flat"),
      renamed("cosine", "half_wave"),       renamed("clamp", "within")};
  return kTable;
}

struct Pair {
  const char* ours;
  const char* other;
};

TEST(Vocabulary, AnEntryUnderAnotherNameBehavesTheSame) {
  for (const Pair& pair :
       std::vector<Pair>{{"warmup(10it) then constant", "climb(10it) then flat"},
                         {"repeat(warmup(50%) then cosine, length=20it)",
                          "again(climb(50%) then half_wave, length=20it)"},
                         {"stretch(warmup(1ep) then cosine(for=2ep), 2)",
                          "slower(climb(1ep) then half_wave(for=2ep), 2)"},
                         {"open(cosine(for=90it)) * constant(0.5)",
                          "as_long_as_needed(half_wave(for=90it)) * flat(0.5)"},
                         {"window(cosine(for=30it), skip=5it, for=20it) then constant",
                          "part_of(half_wave(for=30it), skip=5it, for=20it) then flat"},
                         {"clamp(cosine, min=0.2)", "within(half_wave, min=0.2)"}}) {
    const ResolvedSchedule a = resolve(parse_schedule(pair.ours), kPlan);
    const ResolvedSchedule b = resolve(parse_schedule(pair.other, other_words()), kPlan);
    EXPECT_EQ(to_text(b.schedule()), pair.other);
    EXPECT_EQ(a.values(Step(0), kPlan.total), b.values(Step(0), kPlan.total)) << pair.other;
    EXPECT_EQ(a.pieces().size(), b.pieces().size()) << pair.other;
    EXPECT_EQ(a.warnings().size(), b.warnings().size()) << pair.other;
  }
}

// An entry whose length, inner schedule, slowdown and skip are said by other words: a window that
// is also stretched.
TEST(Vocabulary, AnArgumentUnderAnotherNameBehavesTheSame) {
  static const ScheduleCatalogue kTable{
      own("cosine"),
      own("constant"),
      {.signature = {.name = "zoom",
                     .parameters =
                         {{.name = "into", .kind = spec::ValueKind::kExpr},
                          {.name = "factor", .default_text = "2"},
                          {.name = "from", .kind = spec::ValueKind::kLength, .default_text = "0it"},
                          {.name = "during",
                           .kind = spec::ValueKind::kLength,
                           .default_text = "open",
                           .optional = true}}},
       .length_argument = "during",
       .inner = {.argument = "into", .slowdown_argument = "factor", .skip_argument = "from"},
       .curve = [](const spec::Arguments& arguments, PieceContext& piece) {
         return piece.inner_curve(arguments.expr("into"), piece.length, arguments.number("factor"));
       }}};
  const Schedule zoomed = parse_schedule("zoom(into=hold(0.5, for=10it) then cosine)", kTable);
  const ResolvedSchedule s = resolve(zoomed.with_length(40_it)->then(constant(0.125)), kPlan);
  EXPECT_EQ(s.at(Step(19)).value(), 0.5);  // 10it, twice as long
  EXPECT_EQ(s.at(Step(20)).value(), 1.0);
  EXPECT_EQ(s.at(Step(40)).value(), 0.125);
  EXPECT_EQ(to_text(zoomed), "zoom(into=constant(0.5, for=10it) then cosine)");
}

TEST(Vocabulary, AWarmupWithoutUpdatesIsWarnedOfUnderAnyName) {
  const ResolvedSchedule s = resolve(parse_schedule("climb(0it) then flat", other_words()), kPlan);
  ASSERT_EQ(s.warnings().size(), 1U);
  EXPECT_NE(s.warnings()[0].find("climb(0it) has 0 updates"), std::string::npos);
}

// A curve whose arguments have the names that mean something in other entries, but not here.
ScheduleEntry unrelated() {
  const auto number = [](const char* name) {
    return spec::Parameter{.name = name, .default_text = "0.5", .range = spec::at_least(0.0)};
  };
  return {.signature = {.name = "unrelated",
                        .parameters = {number("for"),
                                       number("by"),
                                       number("skip"),
                                       number("length"),
                                       number("function"),
                                       {.name = "schedule",
                                        .kind = spec::ValueKind::kWord,
                                        .default_text = "fast",
                                        .choices = {"fast", "slow"}}},
                        .formula = "the mean of its numbers",
                        .help = "a word of its own"},
          .curve = [](const spec::Arguments& arguments, PieceContext& piece) {
            double sum = 0.0;
            for (const char* name : {"for", "by", "skip", "length", "function"}) {
              sum += arguments.number(name);
            }
            return make_curve(piece.length, [sum](std::int64_t) { return sum / 5.0; });
          }};
}

// Words that the resolver once asked for, for things that they are not.
ScheduleCatalogue surprising_table() {
  ScheduleCatalogue table{unrelated(), own("cosine")};
  for (const char* name : {"repeat", "open", "warmup", "lambda", "window"}) {
    ScheduleEntry entry = own("constant");
    entry.signature.name = name;
    entry.signature.aliases.clear();
    table.push_back(entry);
  }
  return table;
}

TEST(Vocabulary, AnArgumentsNameMeansNothingByItself) {
  static const ScheduleCatalogue kTable = surprising_table();
  const Schedule schedule =
      parse_schedule("unrelated(for=1, by=3, skip=0, function=9, schedule=slow)", kTable);
  const ResolvedSchedule s = resolve(schedule, kPlan);  // open: takes the run
  EXPECT_DOUBLE_EQ(s.at(Step(59)).value(), (1 + 3 + 0 + 0.5 + 9) / 5);
  EXPECT_EQ(parse_schedule(to_text(schedule), kTable), schedule);
  EXPECT_FALSE(schedule.with_length(10_it));
}

TEST(Vocabulary, AWordsNameMeansNothingByItself) {
  static const ScheduleCatalogue kTable = surprising_table();
  for (const std::string name : {"repeat", "open", "warmup", "lambda", "window"}) {
    const std::string text = name + "(0.25, for=20it) then cosine";
    const ResolvedSchedule s = resolve(parse_schedule(text, kTable), kPlan);
    EXPECT_EQ(s.at(Step(19)).value(), 0.25) << text;
    EXPECT_EQ(s.at(Step(20)).value(), 1.0) << text;
    EXPECT_TRUE(resolve(parse_schedule(name + "(0.25, for=0it) then cosine", kTable), kPlan)
                    .warnings()
                    .empty());
  }
}

TEST(Vocabulary, WordsOfTwoTablesMixWhereTheTablesAgree) {
  static const ScheduleCatalogue kTable = surprising_table();
  const Schedule other = parse_schedule("unrelated", kTable);
  const Schedule mixed = cosine({.length = 30_it}).then(open(other));
  EXPECT_EQ(resolve(mixed, kPlan).at(Step(30)).value(), 0.5);
  EXPECT_EQ(resolve(cosine().then(constant(1.0, 5_it)) * other, kPlan).at(Step(0)).value(), 0.5);
  EXPECT_THROW(warmup(5_it).then(parse_schedule("warmup(0.5)", kTable)), std::invalid_argument);
  EXPECT_THROW(parse_schedule("cosine then unrelated"), spec::SpecError);
}

TEST(Vocabulary, WithLengthGivesALengthOnce) {
  EXPECT_EQ(cosine().with_length(20_it), cosine({.length = 20_it}));
  EXPECT_FALSE(cosine({.length = 20_it}).with_length(20_it));
  EXPECT_FALSE(warmup(5_it).with_length(20_it));
  EXPECT_FALSE(wsd().with_length(20_it));
  EXPECT_FALSE((cosine() * linear()).with_length(20_it));
}

TEST(Vocabulary, FunctionsKeepTheirSchedules) {
  const auto value = [](double v) { return lambda([v](Step) { return v; }); };
  const Schedule all = (value(0.1).with_length(10_it)->then(value(0.2))) * open(value(0.3)) *
                       stretch(value(0.4), 2.0);
  const ResolvedSchedule s = resolve(all, kPlan);
  EXPECT_DOUBLE_EQ(s.at(Step(9)).value(), 0.1 * 0.3 * 0.4);
  EXPECT_DOUBLE_EQ(s.at(Step(10)).value(), 0.2 * 0.3 * 0.4);
}

}}  // namespace anneal
