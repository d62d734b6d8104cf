#include "apps/records/csv.h"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Csv, ReadsCellsUnderTheirColumns) {
  const CsvTable table = parse_csv("step,lr\n0,0.5\n1,1e-3\n", "steps.csv");
  EXPECT_THAT(table.columns, ElementsAre("step", "lr"));
  EXPECT_THAT(table.numbers("lr"), ElementsAre(0.5, 1e-3));
}

TEST(Csv, AQuotedCellKeepsItsCommasAndQuotes) {
  const CsvTable table =
      parse_csv("run,seed\n\"step(every=2ep, gamma=0.1)\",1\n\"a\"\"b\",2\n", "t");
  EXPECT_EQ(table.rows[0][0], "step(every=2ep, gamma=0.1)");
  EXPECT_EQ(table.rows[1][0], "a\"b");
}

TEST(Csv, WhatCsvCellWritesIsReadBack) {
  for (const std::string text : {"plain", "a,b", "say \"no\"", "two\nlines"}) {
    const CsvTable table = parse_csv("x,y\n" + csv_cell(text) + ",1\n", "t");
    EXPECT_EQ(table.rows.at(0).at(0), text);
  }
}

TEST(Csv, AColumnIsItsNameAndWhatItHoldsOfARecord) {
  struct Record {
    std::string text;
    int whole = 0;
    double number = 0.0;
    std::optional<double> maybe = {};
  };
  const Columns<Record> columns = {
      {"a \"text\", say", [](const Record& r) { return r.text; }},
      {"whole", [](const Record& r) { return r.whole; }},
      {"number", [](const Record& r) { return r.number; }},
      {"maybe", [](const Record& r) { return r.maybe; }},
  };
  EXPECT_EQ(csv_header(columns), "\"a \"\"text\"\", say\",whole,number,maybe\n");
  const std::vector<Record> records = {{"plain", -3, 1.0 / 3, {}}, {"x, \"y\"\nz", 7, 1e300, 0.5}};
  EXPECT_EQ(csv_line(columns, records[0]), "plain,-3,0.3333333333333333,\n");
  const CsvTable table = parse_csv(csv_text(columns, records), "t");
  EXPECT_THAT(table.columns, ElementsAre("a \"text\", say", "whole", "number", "maybe"));
  EXPECT_EQ(table.rows.at(1).at(0), records[1].text);
  EXPECT_THAT(table.numbers("number"), ElementsAre(1.0 / 3, 1e300));
  EXPECT_EQ(table.numbers("maybe")[1], 0.5);
}

TEST(Csv, AnEmptyFirstCellKeepsItsPlace) {
  const Columns<int> columns = {{"a", [](int) { return std::optional<int>(); }},
                                {"b", [](int i) { return i; }}};
  EXPECT_EQ(csv_line(columns, 2), ",2\n");
}

TEST(Csv, AnEmptyCellAndAWordAreNaN) {
  const CsvTable table = parse_csv("a,b\n,word\n", "t");
  EXPECT_TRUE(std::isnan(table.numbers("a")[0]));
  EXPECT_TRUE(std::isnan(table.numbers("b")[0]));
}

TEST(Csv, ALastLineThatWasCutShortIsLeftOut) {
  EXPECT_EQ(parse_csv("a,b\n1,2\n3,", "t").rows.size(), 1U);
  EXPECT_EQ(parse_csv("a,b\n1,2\n3,4", "t").rows.size(), 1U);
}

TEST(Csv, ARowOfAnotherLengthIsAnErrorThatNamesIt) {
  try {
    parse_csv("a,b\n1,2\n3\n", "steps.csv");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "steps.csv: row 2 has 1 cells, the header has 2");
  }
}

TEST(Csv, AMissingColumnIsAnErrorThatListsTheOthers) {
  try {
    parse_csv("step,lr\n", "t").numbers("loss");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("no column loss: the columns are step, lr"));
  }
}

}}  // namespace anneal
