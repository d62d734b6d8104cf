#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <system_error>

#include "apps/cli/commands/command.h"
#include "apps/cli/console/errors.h"
#include "apps/cli/console/interrupt.h"
#include "apps/cli/console/terminal.h"
#include "apps/report/report.h"
#include "core/text.h"

namespace anneal::cli {

AddCommand add_report;  // listed in run.cpp

void add_report(Program& program) {
  auto folder = std::make_shared<std::string>();
  CLI::App* command =
      program.app.add_subcommand("report", "Draw the figures of a run or a comparison again");
  command->add_option("DIR", *folder, "A folder that anneal train or anneal compare wrote")
      ->required()
      ->type_name("");
  command->footer(
      "Reads what is on disk and writes DIR/figures: each figure as SVG and PNG, with its data "
      "(CSV)\n"
      "and its gnuplot script beside it.\n"
      "\n"
      "Examples:\n"
      "  anneal report results/compare\n"
      "  anneal report results/train\n");
  command->callback([folder, &program] {
    program.action = [folder] {
      std::error_code cannot_be;  // a name that is too long, say
      if (!std::filesystem::is_directory(*folder, cannot_be)) {
        throw UsageError(join_text("report: ", *folder,
                                   " is not a folder (give one that anneal "
                                   "train or anneal compare wrote)"));
      }
      const HeldSignals held;
      const report::Drawn drawn = report::write_report(*folder);
      for (const std::string& warning : drawn.warnings) {
        warn(warning);
      }
      for (const std::filesystem::path& file : drawn.files) {
        print(file.string() + "\n");
      }
      return static_cast<int>(kDone);
    };
  });
}

}  // namespace anneal::cli
