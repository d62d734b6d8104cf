#include <CLI/CLI.hpp>
#include <csignal>
#include <sstream>

#include "apps/cli/commands/command.h"
#include "apps/cli/console/errors.h"
#include "apps/cli/console/terminal.h"
#include "apps/cli/console/usage_errors.h"
#include "apps/records/build_info.h"
#include "apps/report/gnuplot.h"
#include "core/spec/error.h"
#include "core/text.h"

namespace anneal::cli {

// Every command, in the order of the help text.
AddCommand add_preview, add_train, add_compare, add_descend, add_report, add_list;

namespace {

constexpr AddCommand* kCommands[] = {add_preview, add_train,  add_compare,
                                     add_descend, add_report, add_list};

constexpr const char* kDescription =
    "anneal: what a learning-rate schedule does to training, and why";

constexpr const char* kFooter =
    "A schedule is a text with units: it (updates), ep (epochs), % (of the run), ev "
    "(evaluations):\n"
    "  anneal preview \"warmup(500it) then cosine\" --epochs 10 --updates-per-epoch 100\n"
    "  anneal train --optimizer \"adam(lr=0.003)\" --schedule \"warmup(5%) then cosine\"\n"
    "  anneal compare --optimizer \"adam(lr=0.003)\" --schedule constant --schedule cosine\n"
    "  anneal descend rosenbrock --compare --plot rosenbrock.svg\n"
    "  anneal list schedules\n"
    "\n"
    "anneal COMMAND --help explains a command. Exit codes: 0 done, 1 the run failed (diverged, "
    "disk),\n"
    "2 bad input, 128 + signal interrupted (Ctrl-C: 130).\n";

/// The columns of help texts; the description starts behind the option.
constexpr std::size_t kHelpColumn = 30;

}  // namespace

int run(int argc, const char* const* argv) {
  CLI::App app(kDescription, "anneal");
  app.get_formatter()->column_width(kHelpColumn);
  app.footer(kFooter);
  app.set_version_flag("--version", "anneal " + build_info().version, "Print the version and exit");
  app.require_subcommand(0, 1);
  Program program{.app = app, .action = {}, .words = {argv, argv + argc}};
  if (argc > 0) {
    program.words[0] = "anneal";  // wherever it stands on this machine
  }
  for (AddCommand* add : kCommands) {
    add(program);
  }
  try {
    try {
      app.parse(argc, argv);
    } catch (const CLI::Success& help_or_version) {
      std::ostringstream text;
      const int code = app.exit(help_or_version, text, text);
      print(text.str());
      return code;
    }
    if (!program.action) {
      std::vector<std::string> names;
      for (const CLI::App* command : app.get_subcommands({})) {
        names.push_back(command->get_name());
      }
      throw UsageError(join_text("command: none was given (one of: ", spec::joined(names),
                                 "; anneal --help explains them)"));
    }
    check_nothing_empty(app);
    return program.action();
  } catch (const CLI::ParseError& error) {
    return report_error(UsageError(usage_message(app, error)));
  } catch (const ReaderGone&) {
    return exit_code_of_signal(SIGPIPE);
  } catch (const report::DrawingInterrupted& stopped) {
    print_error(join_text("anneal: ", stopped.what(), "\n"));
    return exit_code_of_signal(stopped.signal());
  } catch (const std::exception& error) {
    return report_error(error);
  }
}

}  // namespace anneal::cli
