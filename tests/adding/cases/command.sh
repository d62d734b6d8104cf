# A command: count, the number of updates of a run.
readme=apps/cli/README.md section='To add a command' name=count most=3 targets=cli_test filter='Count.*:Usage*'
apply() {
  cat >apps/cli/commands/count_command.cpp <<'C'
#include <CLI/CLI.hpp>
#include <memory>

#include "apps/cli/commands/command.h"
#include "apps/cli/console/errors.h"
#include "apps/cli/console/numbers.h"
#include "apps/cli/console/terminal.h"

namespace anneal::cli {

AddCommand add_count;  // listed in run.cpp

void add_count(Program& program) {
  auto epochs = std::make_shared<int>(1);
  auto each = std::make_shared<int>(1);
  CLI::App* command = program.app.add_subcommand("count", "Multiply epochs by updates");
  command->add_option("--epochs", *epochs, "Passes over the data")->type_name("E");
  command->add_option("--updates-per-epoch", *each, "Updates of one")->type_name("U");
  command->footer("Example:\n  anneal count --epochs 3 --updates-per-epoch 10\n");
  command->callback([epochs, each, &program] {
    program.action = [epochs, each] {
      print(counted(*epochs * *each, "update") + "\n");
      return static_cast<int>(kDone);
    };
  });
}

}  // namespace anneal::cli
C
  sed -i 's/add_report, add_list\(;\|};\)/add_report, add_list, add_count\1/' apps/cli/commands/run.cpp
  cat >tests/cli/count_test.cpp <<'C'
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"

namespace anneal::cli { namespace {

TEST(Count, Multiplies) {
  const Outcome outcome = run_anneal({"count", "--epochs", "3", "--updates-per-epoch", "10"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "30 updates\n");
}

}}  // namespace anneal::cli
C
}
