#include "apps/records/csv.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv_cell.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Csv, ReadsCellsUnderTheirColumns) {
  const Table table = parse_csv("step,lr\n0,0.5\n1,1e-3\n", "steps.csv");
  EXPECT_THAT(table.columns, ElementsAre("step", "lr"));
  EXPECT_THAT(table.numbers("lr"), ElementsAre(0.5, 1e-3));
}

TEST(Csv, AQuotedCellKeepsItsCommasAndQuotes) {
  const Table table = parse_csv("run,seed\n\"step(every=2ep, gamma=0.1)\",1\n\"a\"\"b\",2\n", "t");
  EXPECT_EQ(table.rows[0][0], "step(every=2ep, gamma=0.1)");
  EXPECT_EQ(table.rows[1][0], "a\"b");
}

TEST(Csv, WhatCsvCellWritesIsReadBack) {
  for (const std::string text : {"plain", "a,b", "say \"no\"", "two\nlines"}) {
    const Table table = parse_csv("x,y\n" + csv_cell(text) + ",1\n", "t");
    EXPECT_EQ(table.rows.at(0).at(0), text);
  }
}

TEST(Csv, AnEmptyCellAndAWordAreNaN) {
  const Table table = parse_csv("a,b\n,word\n", "t");
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
