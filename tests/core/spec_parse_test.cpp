#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/parse.h"

namespace anneal::spec { namespace {

using ::testing::HasSubstr;

std::string canonical(std::string_view text) {
  return print(parse(text));
}

// what() of the SpecError that parsing gives, and its excerpt on the next two lines.
std::string error_of(std::string_view text) {
  try {
    parse(text);
  } catch (const SpecError& error) {
    return std::string(error.what()) + "\n" + error.excerpt();
  }
  return "no error";
}

TEST(SpecParse, ReadsNumbersWithUnitsAndRatios) {
  EXPECT_EQ(parse("1e-3").number, (Number{1e-3, Unit::kNone}));
  EXPECT_EQ(parse("1/25").number, (Number{0.04, Unit::kNone}));
  EXPECT_EQ(parse(".5").number, (Number{0.5, Unit::kNone}));
  EXPECT_EQ(parse("-7").number, (Number{-7, Unit::kNone}));
  EXPECT_EQ(parse("+7").number, (Number{7, Unit::kNone}));
  EXPECT_EQ(parse("500it").number, (Number{500, Unit::kUpdates}));
  EXPECT_EQ(parse("0.5ep").number, (Number{0.5, Unit::kEpochs}));
  EXPECT_EQ(parse("5%").number, (Number{5, Unit::kPercent}));
  EXPECT_EQ(parse("3ev").number, (Number{3, Unit::kEvaluations}));
  EXPECT_EQ(parse("1e2ep").number, (Number{100, Unit::kEpochs}));
  EXPECT_EQ(parse("1/4ep").number, (Number{0.25, Unit::kEpochs}));
  EXPECT_EQ(parse("inf").number.value, std::numeric_limits<double>::infinity());
  EXPECT_EQ(parse("-inf").number.value, -std::numeric_limits<double>::infinity());
}

TEST(SpecParse, PrintsTheCanonicalText) {
  EXPECT_EQ(canonical("  cosine( )"), "cosine");
  EXPECT_EQ(canonical("adam(lr=1e-3,beta1=.9,)"), "adam(lr=0.001, beta1=0.9)");
  EXPECT_EQ(canonical("mlp( [256,128] , act = relu )"), "mlp([256, 128], act=relu)");
  EXPECT_EQ(canonical("a  then\n b*(c) then (d)"), "a then b * c then d");
  EXPECT_EQ(canonical("(a then b) * c by epoch"), "(a then b) * c by epoch");
  EXPECT_EQ(canonical("(a * b) by epoch"), "(a * b) by epoch");
  EXPECT_EQ(canonical("((a by epoch)) by epoch"), "(a by epoch) by epoch");
  EXPECT_EQ(canonical("a then (b then c)"), "a then (b then c)");
  EXPECT_EQ(canonical("repeat(a then b, length=5ep)"), "repeat(a then b, length=5ep)");
  EXPECT_EQ(canonical("torch.StepLR(step_size=30ep)"), "torch.StepLR(step_size=30ep)");
  EXPECT_EQ(canonical("fashion-mnist(train=512)"), "fashion-mnist(train=512)");
  EXPECT_EQ(canonical(R"(idx("a \"b\" \\ c", flag=true))"), R"(idx("a \"b\" \\ c", flag=true))");
}

TEST(SpecParse, ReadsItsOwnCanonicalTextAsTheSame) {
  for (const char* text :
       {"1e-3", "-1/3", "1e22it", "5e-324", "1.7976931348623157e308", "-inf", "[]", "[[1, 2%], x]",
        "f(1, a=g(b=h then i), c=\"\")", "a * (b then c) * d then e by epoch",
        "(a * b by epoch) by epoch", "\"tab\\t and newline\\n\""}) {
    const Expr once = parse(text);
    EXPECT_EQ(parse(print(once)), once) << text;
    EXPECT_EQ(print(parse(print(once))), print(once)) << text;
  }
}

TEST(SpecParse, AnArgumentMayHaveTheNameOfAnOperator) {
  EXPECT_EQ(parse("stretch(cosine by epoch, by=2)").arguments.at(1).name, "by");
  EXPECT_EQ(print(parse("f(then=1)")), "f(then=1)");
  EXPECT_THROW(parse("f(by)"), SpecError);
  EXPECT_THROW(parse("f(by 2)"), SpecError);
}

TEST(SpecParse, ComparesMeaningAndNotPosition) {
  EXPECT_EQ(parse("cosine(to=0.5)"), parse(" cosine ( to = 1/2 ) "));
  EXPECT_NE(parse("cosine(to=0.5)"), parse("cosine(to=5)"));
  EXPECT_NE(parse("a(5it)"), parse("a(5ep)"));
  EXPECT_NE(parse("a"), parse("\"a\""));
  EXPECT_NE(parse("f(x=1)"), parse("f(y=1)"));
  EXPECT_NE(parse("f(x=1)"), parse("f(1)"));
  EXPECT_NE(parse("a then b"), parse("a * b"));
}

TEST(SpecParse, PointsAtTheMistake) {
  EXPECT_EQ(
      error_of("warmup(500it)) then cosine"),
      "\"warmup(500it)) then cosine\": found \")\" at character 14 (a parenthesis closes that "
      "was never opened)\n"
      "warmup(500it)) then cosine\n"
      "             ^");
  EXPECT_EQ(error_of("cosine(to=0"),
            "\"cosine(to=0\": \"(\" at character 7 is never closed (add \")\")\n"
            "cosine(to=0\n"
            "      ^");
}

TEST(SpecParse, CountsCharactersAndNotBytesUnderTheCaret) {
  EXPECT_EQ(error_of("\"\xc3\xa9\" \xc3\x97 b"),
            "\"\"\xc3\xa9\" \xc3\x97 b\": unexpected \"\xc3\x97\" at character 6 (there are names, "
            "numbers and ( ) [ ] , = *)\n\"\xc3\xa9\" \xc3\x97 b\n    ^");
}

TEST(SpecParse, ShowsOnlyThePartOfALongTextAroundTheMistake) {
  const std::string text = "f(" + std::string(500, 'a') + ", $, " + std::string(500, 'b') + ")";
  const std::string excerpt = error_of(text);
  EXPECT_LT(excerpt.size(), 400U);
  EXPECT_THAT(excerpt, HasSubstr("..."));
}

TEST(SpecParse, RefusesWhatItCannotRead) {
  EXPECT_THAT(error_of(""), HasSubstr("nothing was given"));
  EXPECT_THAT(error_of("  "), HasSubstr("nothing was given"));
  EXPECT_THAT(error_of("a then"), HasSubstr("found the end"));
  EXPECT_THAT(error_of("then a"), HasSubstr("found \"then\""));
  EXPECT_THAT(error_of("a(1) b"),
              HasSubstr("expected the end, \"then\", \"*\" or \"by epoch\" of a schedule"));
  EXPECT_THAT(error_of("a b"), HasSubstr("arguments stand in parentheses: a(b)"));
  EXPECT_THAT(error_of("a 1 b=2 then c 3 * d"),
              HasSubstr("arguments stand in parentheses: a(1, b=2) then c(3) * d"));
  EXPECT_THAT(error_of("a THEN b"), HasSubstr("in small letters: a then b"));
  EXPECT_THAT(error_of("f(500 steps)"), HasSubstr("without a space: 5it"));
  EXPECT_THAT(error_of("x = f(1)"), HasSubstr("write only what stands after \"=\""));
  EXPECT_THAT(error_of("a by update"), HasSubstr("expected \"epoch\" after \"by\""));
  EXPECT_THAT(error_of("f(a b)"), HasSubstr("expected \",\" or \")\""));
  EXPECT_THAT(error_of("f(,)"), HasSubstr("found \",\""));
  EXPECT_THAT(error_of("f(1=2)"), HasSubstr("only a name can stand before \"=\""));
  EXPECT_THAT(error_of("[1, 2"), HasSubstr("never closed"));
  EXPECT_THAT(error_of("\"abc"), HasSubstr("never closed"));
  EXPECT_THAT(error_of("\"a\\q\""), HasSubstr("backslash"));
  EXPECT_THAT(error_of("nan"), HasSubstr("number: must be a finite number, got nan"));
  EXPECT_THAT(error_of("f(lr=NaN)"), HasSubstr("f: lr must be a finite number, got nan"));
  EXPECT_THAT(error_of("f(x=[1, nan])"), HasSubstr("f: x must be a finite number, got nan"));
  EXPECT_THAT(error_of("f(g(x=1), nan)"), HasSubstr("f: an argument must be a finite number"));
  EXPECT_THAT(error_of("f(5 %)"), HasSubstr("(it follows its number without a space: 5%)"));
  EXPECT_THAT(error_of("f(5 ep)"), HasSubstr("a unit follows its number without a space"));
  EXPECT_THAT(error_of("1e999"), HasSubstr("too large or too small"));
  EXPECT_THAT(error_of("1e-999"), HasSubstr("too large or too small"));
  EXPECT_THAT(error_of("1/0"), HasSubstr("division by zero"));
  EXPECT_THAT(error_of("1/"), HasSubstr("a number after the slash"));
  EXPECT_THAT(error_of("1.2.3"), HasSubstr("no unit or number ends in"));
  EXPECT_THAT(error_of("10epochs"), HasSubstr("write ep for epochs"));
  EXPECT_THAT(error_of("10steps"), HasSubstr("write it for updates"));
  EXPECT_THAT(error_of("a + b"), HasSubstr("unexpected \"+\""));
}

TEST(SpecParse, RefusesNestingThatWouldExhaustTheStack) {
  const std::string deep = std::string(100000, '(') + "a" + std::string(100000, ')');
  EXPECT_THAT(error_of(deep), HasSubstr("nested deeper than 64 levels"));
  EXPECT_THAT(error_of(std::string(100000, '[')), HasSubstr("nested deeper than 64 levels"));
  std::string calls;
  for (int i = 0; i < 100000; ++i) {
    calls += "f(";
  }
  EXPECT_THAT(error_of(calls), HasSubstr("nested deeper than 64 levels"));
  EXPECT_THAT(error_of(std::string(2 << 20, 'a')), HasSubstr("the limit is 1048576"));
}

TEST(SpecParse, ReadsALongChainWithoutNesting) {
  std::string text = "a";
  for (int i = 0; i < 10000; ++i) {
    text += " then a";
  }
  EXPECT_EQ(parse(text).items.size(), 10001U);
}

TEST(SpecParse, NeverCrashesOnMutilatedText) {
  const std::string text = R"(warmup(5%, from=1/25) then ([a, "b\"c"] * f(x=-.5e3it)) by epoch)";
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char c : {'(', ')', '[', '"', '=', '*', '.', '/', 'e', '-', '\0', '\xff', ' '}) {
      std::string mutilated = text;
      mutilated[i] = c;
      for (const std::string& candidate : {mutilated, mutilated.substr(0, i + 1)}) {
        try {
          const Expr expr = parse(candidate);
          EXPECT_EQ(parse(print(expr)), expr) << candidate;
        } catch (const SpecError& error) {
          EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
        }
      }
    }
  }
}

TEST(Parse, UnderstandsWhatPythonWrites) {
  EXPECT_EQ(parse("f(betas=(0.9, 0.999), mode='min')"),
            parse("f(betas=[0.9, 0.999], mode=\"min\")"));
  EXPECT_EQ(parse("f((1, 2,))"), parse("f([1, 2])"));
  EXPECT_EQ(parse("f((1))"), parse("f(1)"));
  EXPECT_EQ(parse("f('a \\' \"b\"')"), parse(R"(f("a ' \"b\""))"));
  EXPECT_EQ(parse("f(1)  # a comment, with ( and \""), parse("f(1)"));
  EXPECT_EQ(parse("f(1) # one\nthen g # two"), parse("f(1) then g"));
  EXPECT_THROW(parse("'abc"), SpecError);
}

TEST(Parse, UnderstandsAPathWithoutQuotes) {
  for (const std::string path : {"/usr/share/x-1.gz", "data/mnist", "./x", "../x"}) {
    EXPECT_EQ(parse("mnist(path=" + path + ", train=5)"),
              parse("mnist(path=\"" + path + "\", train=5)"));
  }
  EXPECT_THROW(parse("mnist(path=/a b)"), SpecError);
}

}}  // namespace anneal::spec
