#include <CLI/CLI.hpp>
#include <array>
#include <fmt/format.h>
#include <memory>

#include "apps/cli/commands/command.h"
#include "apps/cli/commands/figures.h"
#include "apps/cli/commands/run_options.h"
#include "apps/cli/commands/run_text.h"
#include "apps/cli/console/errors.h"
#include "apps/cli/console/interrupt.h"
#include "apps/cli/console/numbers.h"
#include "apps/cli/console/progress.h"
#include "apps/cli/console/terminal.h"
#include "apps/records/run_folder.h"
#include "apps/training/engines.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

struct TrainOptions {
  RunOptions run;
  std::string init, save_init;
  bool summary = false;
};

RunConfig config_of(const TrainOptions& options) {
  RunConfig config = base_config(options.run);
  if (!options.run.optimizers.empty()) {
    config.optimizer = options.run.optimizers.front();
  }
  const std::vector<std::string> schedules = rate_schedules(options.run);
  if (schedules.size() > 1) {
    throw UsageError(
        "--schedule: several schedules for the learning rate (anneal compare trains with each; "
        "another hyper-parameter is written momentum=SCHEDULE)");
  }
  if (!schedules.empty()) {
    config.schedule = schedules.front();
  }
  if (!options.init.empty()) {
    config.init = options.init;
  }
  if (!options.save_init.empty()) {
    check_writable("--save-init", options.save_init);
    if (std::filesystem::exists(options.save_init)) {
      throw UsageError(join_text("--save-init: ", options.save_init,
                                 " exists (choose another name, or remove it first)"));
    }
    config.save_init = options.save_init;
  }
  return config;
}

int train(const TrainOptions& options) {
  RunConfig config;
  std::unique_ptr<Engine> engine;
  RunHeader header;
  std::string layers;
  std::unique_ptr<RunFolder> folder;
  as_usage([&] {
    config = config_of(options);
    engine = make_engine(chosen_precision(options.run));
    header = engine->validate(config);
    layers = options.summary ? engine->layer_table(config) : "";
    folder = std::make_unique<RunFolder>(output_folder(options.run, "train"));
  });
  if (!options.run.quiet) {
    print(header_text(header, standard_output()));
  }
  print(layers);

  RunResult result;
  {
    const Interrupt interrupt;
    ProgressDisplay display(standard_error(), header.updates, options.run.quiet);
    RunProgress progress(display, "", header.updates);
    const std::array<Observer*, 2> observers = {folder.get(), &progress};
    result = engine->run(config, observers, interrupt.token());
  }
  print(result_text(result, standard_output()));
  print(fmt::format("Everything is in {}\n", folder->path().string()));
  if (!options.run.no_figures) {
    draw_figures(folder->path());
  }
  switch (result.status) {
    case RunStatus::kDone:
      return kDone;
    case RunStatus::kInterrupted:
      return kInterruptedBySignal;
    case RunStatus::kDiverged:
      break;
  }
  return kFailed;
}

}  // namespace

void add_train(CLI::App& app, Action& action) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* command = app.add_subcommand("train", "Train once, with one schedule");
  const RunConfig defaults;
  command
      ->add_option("--optimizer", options->run.optimizers,
                   "Optimizer with its rate; anneal list optimizers\n[" + defaults.optimizer + "]")
      ->type_name("OPTIMIZER")
      ->expected(1);
  command
      ->add_option("--schedule", options->run.schedules,
                   "Schedule of the rate [" + defaults.schedule +
                       "]; again with momentum=S or\nweight_decay=S for those")
      ->type_name("SCHEDULE")
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false);
  add_run_options(*command, options->run, defaults);
  command->add_flag("--summary", options->summary,
                    "Print the model layer by layer, then train: output,\n"
                    "parameters, floating-point operations of one sample");
  command->add_option("--init", options->init, "Start from these parameters (safetensors)")
      ->type_name("FILE");
  command
      ->add_option("--save-init", options->save_init, "Write the initial parameters (safetensors)")
      ->type_name("FILE");
  command->footer(
      "Writes a folder: run.toml (everything resolved), steps.csv (one row per update), "
      "evals.csv,\n"
      "checkpoint.safetensors, summary.json, figures/. A run that diverges keeps its last good\n"
      "numbers and ends with exit code 1. Ctrl-C stops after the current update (130).\n"
      "\n"
      "Examples:\n"
      "  anneal train\n"
      "  anneal train --optimizer \"adam(lr=0.003)\" --schedule \"warmup(5%) then cosine\" "
      "--epochs 5\n"
      "  anneal train --optimizer \"adamw(lr=0.003)\" --schedule cosine --average ema "
      "--summary\n"
      "  anneal train --group \"layers.0.*: lr=0.01\" --group \"layers.2.*: weight_decay=0\"\n"
      "  anneal train --data \"moons\" --model \"mlp(16, 16)\" --epochs 30 --out results/moons\n");
  command->callback([options, &action] { action = [options] { return train(*options); }; });
}

}  // namespace anneal::cli
