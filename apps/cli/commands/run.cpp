#include <CLI/CLI.hpp>
#include <csignal>
#include <memory>
#include <sstream>

#include "apps/cli/commands/command.h"
#include "apps/cli/commands/families.h"
#include "apps/cli/console/errors.h"
#include "apps/cli/console/terminal.h"
#include "apps/cli/console/usage_errors.h"
#include "apps/records/build_info.h"
#include "apps/report/gnuplot.h"
#include "core/spec/error.h"
#include "core/text.h"

namespace anneal::cli {

// Every command, in the order of the help text.
AddCommand add_preview, add_train, add_compare, add_descend, add_report, add_list, add_help;

namespace {

constexpr AddCommand* kCommands[] = {add_preview, add_train, add_compare, add_descend,
                                     add_report,  add_list,  add_help};

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

/// The message of an error, with what the other families of names say about it.
int report(const std::exception& error, const CLI::App& app) {
  if (const auto* spec_error = dynamic_cast<const spec::SpecError*>(&error)) {
    const std::string other =
        message_of_other_family(*spec_error, [&app](const std::string& option) {
          const auto commands = app.get_subcommands();
          return !commands.empty() && option.starts_with("--") &&
                 commands.front()->get_option_no_throw(option) != nullptr;
        });
    return report_error(other.empty() ? *spec_error : spec::SpecError(other, *spec_error));
  }
  return report_error(error);
}

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
    check_quotes(program.words);
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
    return report(error, app);
  }
}

// "anneal help train", for those who know it from other programs.
void add_help(Program& program) {
  auto what = std::make_shared<std::string>();
  CLI::App* command = program.app.add_subcommand("help", "Explain a command, or the program");
  command->add_option("COMMAND", *what, "The command to explain")->type_name("");
  command->footer("Examples:\n  anneal help\n  anneal help train\n");
  command->callback([what, &program] {
    program.action = [what, &app = program.app] {
      std::vector<std::string> names;
      const CLI::App* explained = what->empty() ? &app : nullptr;
      for (const CLI::App* known : app.get_subcommands({})) {
        names.push_back(known->get_name());
        explained = known->get_name() == *what ? known : explained;
      }
      if (explained == nullptr) {
        throw UsageError(join_text("unknown command: ", *what, spec::did_you_mean(*what, names)));
      }
      print(explained->get_formatter()->make_help(
          explained, explained == &app ? "anneal" : "anneal " + *what, CLI::AppFormatMode::Normal));
      return kDone;
    };
  });
}

}  // namespace anneal::cli
