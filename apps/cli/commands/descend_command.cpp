#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>

#include "apps/cli/commands/arm_remarks.h"
#include "apps/cli/commands/command.h"
#include "apps/cli/commands/descend_text.h"
#include "apps/cli/commands/families.h"
#include "apps/cli/commands/output.h"
#include "apps/cli/commands/preview_text.h"
#include "apps/cli/commands/run_options.h"
#include "apps/cli/console/errors.h"
#include "apps/cli/console/numbers.h"
#include "apps/cli/console/terminal.h"
#include "apps/records/csv.h"
#include "apps/report/descent_figure.h"
#include "apps/training/descend.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

struct DescendOptions {
  std::string function;
  std::vector<std::string> optimizers, schedules;
  bool compare = false;
  std::string updates = "200", start, seed = "0", tolerance = "0.001";
  std::string csv, plot;
};

const std::vector<std::string> kComparedOptimizers = {
    "sgd(lr=0.001)", "sgd(lr=0.001, momentum=0.9)", "lion(lr=0.05)", "adam(lr=0.5)"};
const std::vector<std::string> kComparedSchedules = {"constant", "cosine"};

PlanePoint start_point(const std::string& text) {
  const std::vector<double> numbers = number_list("--start", text);
  if (numbers.size() != 2 || !std::isfinite(numbers[0]) || !std::isfinite(numbers[1])) {
    throw UsageError(join_text("--start: got ", text, " (give two finite numbers: -1.2,1)"));
  }
  return {numbers[0], numbers[1]};
}

/// Everything but optimizer and schedule of the rate.
DescentConfig base_config(const DescendOptions& options) {
  if (options.function.empty()) {
    throw UsageError(
        "FUNCTION: none was given (for example rosenbrock; anneal list functions shows all)");
  }
  DescentConfig config;
  config.function = options.function;
  config.updates = whole_number("--updates", options.updates, 1);
  config.seed = seed_number("--seed", options.seed);
  if (!options.start.empty()) {
    config.start = start_point(options.start);
  }
  return config;
}

/// The product of all optimizers and all schedules of the rate.
std::vector<DescentConfig> configs_of(const DescendOptions& options) {
  DescentConfig config = base_config(options);
  std::vector<std::string> optimizers = options.optimizers;
  std::vector<std::string> schedules =
      take_schedules(options.schedules, config.momentum_schedule, config.weight_decay_schedule);
  if (optimizers.empty()) {
    optimizers = options.compare ? kComparedOptimizers : std::vector{config.optimizer};
  }
  if (schedules.empty()) {
    schedules = options.compare ? kComparedSchedules : std::vector{config.schedule};
  }

  std::vector<DescentConfig> configs;
  for (const std::string& schedule : schedules) {
    for (const std::string& optimizer : optimizers) {
      config.schedule = schedule;
      config.optimizer = optimizer;
      configs.push_back(config);
    }
  }
  return configs;
}

/// The files that their schedules read.
std::vector<std::string> files_of(std::span<const DescentConfig> configs) {
  std::vector<std::string> files;
  for (const DescentConfig& config : configs) {
    for (const std::optional<std::string>& text :
         {std::optional(config.schedule), config.momentum_schedule, config.weight_decay_schedule}) {
      if (text) {
        std::ranges::copy(anneal::files_of(parse_schedule(*text, schedule_words())),
                          std::back_inserter(files));
      }
    }
  }
  return files;
}

/// Warnings or notes of all descents, each once.
std::vector<std::string> grouped_of(std::span<const Descent> descents,
                                    std::vector<std::string> Descent::*texts) {
  std::vector<ArmRemarks> arms;
  for (const Descent& descent : descents) {
    arms.push_back({descent.optimizer, descent.schedule, descent.*texts});
  }
  return grouped(arms);
}

void draw_plot(const PlaneFunction& function,
               std::span<const Descent> descents,
               const DescentConfig& config,
               const std::string& file) {
  report::DescentFigure figure = report::descent_figure(function, descents);
  for (const auto& [name, schedule] : {std::pair{"momentum", config.momentum_schedule},
                                       std::pair{"weight decay", config.weight_decay_schedule}}) {
    if (schedule) {
      figure.note += join_text("; ", name, " ", *schedule);
    }
  }
  draw_into(figure, file);
}

int descend_command(const DescendOptions& options) {
  PlaneFunction function;
  std::vector<DescentConfig> configs;
  std::vector<Descent> descents;
  std::optional<OutputFile> csv;
  double tolerance = 0;
  as_usage([&] {
    configs = configs_of(options);
    tolerance = positive_or_zero("--tolerance", options.tolerance);
    if (!options.plot.empty()) {
      check_plot_file(options.plot);
    }
    function = plane_function(options.function);
    for (const DescentConfig& config : configs) {
      descents.push_back(descend(config, schedule_words()));
    }
    if (!options.csv.empty() && options.csv != "-") {
      check_not_read("--csv", options.csv, files_of(configs));
      csv.emplace(options.csv);
    }
  });

  const bool table_on_stdout = options.csv != "-";
  if (csv) {
    csv->write(descents_csv(descents));
    csv->close();
  }
  if (table_on_stdout) {
    const Terminal terminal = standard_output();
    print(descend_header(function, descents) + "\n" +
          descend_table(function, descents, tolerance, terminal) +
          (descents.size() == 1 ? "\n" + descend_rows(descents[0]) : "") +
          note_lines(grouped_of(descents, &Descent::notes), terminal));
  } else {
    print(descents_csv(descents));
  }
  for (const std::string& warning : grouped_of(descents, &Descent::warnings)) {
    warn(warning);
  }
  if (!options.plot.empty()) {
    draw_plot(function, descents, configs.front(), options.plot);
    print(table_on_stdout ? join_text("Figure: ", options.plot, "\n") : "");
  }
  const bool failed = descents.size() == 1 && descents[0].diverged_at;
  if (failed) {
    print_error(join_text(status_text(descents[0]), "\n"));
  }
  return failed ? kFailed : kDone;
}

}  // namespace

AddCommand add_descend;  // listed in run.cpp

void add_descend(Program& program) {
  auto options = std::make_shared<DescendOptions>();
  CLI::App* command = program.app.add_subcommand(
      "descend", "Watch optimizers and schedules on functions of the plane");
  const DescentConfig defaults;
  command
      ->add_option("FUNCTION", options->function,
                   "What to minimise: rosenbrock, himmelblau, \"quadratic(1, 0.1)\";\n"
                   "anneal list functions")
      ->type_name("");
  add_repeated_option(*command, "--optimizer", options->optimizers, "OPTIMIZER",
                      "Optimizer with its rate; again for more [" + defaults.optimizer + "]");
  add_repeated_option(*command, "--schedule", options->schedules, "SCHEDULE",
                      "Schedule of the rate; again for more. momentum=S or\nweight_decay=S is for "
                      "all of them [" +
                          defaults.schedule + "]");
  command->add_flag("--compare", options->compare,
                    "Where none are given, take sgd without and with momentum,\nlion and adam, and "
                    "constant and cosine");
  command->add_option("--updates", options->updates, "Length of a descent [200]")->type_name("N");
  command->add_option("--start", options->start, "Where to begin [the function's own start]")
      ->type_name("X,Y");
  command->add_option("--seed", options->seed, "Of the gradient noise of noisy_quadratic [0]")
      ->type_name("K");
  command
      ->add_option("--tolerance", options->tolerance,
                   "Count the updates until the loss is that near\nto its lowest [0.001]")
      ->type_name("T");
  command
      ->add_option("--csv", options->csv, "Write step,x,y,loss,lr for every update; - for stdout")
      ->type_name("FILE");
  command
      ->add_option("--plot", options->plot,
                   "Draw the ways on the function's contours:\na file that ends in .svg or .png")
      ->type_name("FILE");
  command->footer(
      "Every optimizer runs under every schedule, from the same start, in double. There is no data "
      "here:\n"
      "an update counts as an epoch, and plateau hears the loss after each. A row of the CSV is "
      "the\n"
      "state before update `step` and the rate that this update uses; one more row has the end. A "
      "descent\n"
      "that diverges ends with its last finite state (alone: exit code 1).\n"
      "\n"
      "Examples:\n"
      "  anneal descend rosenbrock --compare --plot rosenbrock.svg\n"
      "  anneal descend \"quadratic(1, 0.05)\" --optimizer \"sgd(lr=1.9)\" --schedule cosine "
      "--csv -\n"
      "  anneal descend himmelblau --optimizer \"sgd(lr=0.02, momentum=0.9)\" --optimizer "
      "\"adam(lr=0.5)\" \\\n"
      "      --schedule constant --schedule \"warmup(10%) then cosine\" --start -1,-1 --plot "
      "four.png\n"
      "  anneal descend beale --optimizer \"sgd(lr=0.01, momentum=0.9)\" \\\n"
      "      --schedule onecycle --schedule \"momentum=linear(from=1, to=0.9)\"\n");
  command->callback(
      [options, &program] { program.action = [options] { return descend_command(*options); }; });
}

}  // namespace anneal::cli
