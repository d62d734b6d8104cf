#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <optional>

#include "apps/cli/commands/command.h"
#include "apps/cli/commands/families.h"
#include "apps/cli/commands/output.h"
#include "apps/cli/commands/run_options.h"
#include "apps/cli/commands/run_text.h"
#include "apps/cli/console/errors.h"
#include "apps/cli/console/interrupt.h"
#include "apps/cli/console/numbers.h"
#include "apps/cli/console/progress.h"
#include "apps/cli/console/terminal.h"
#include "apps/records/checkpoint.h"
#include "apps/records/run_folder.h"
#include "apps/records/run_toml.h"
#include "apps/training/engine.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

struct TrainOptions {
  RunOptions run;
  std::string from, save_init;
  bool summary = false;
};

RunConfig config_of(const TrainOptions& options, const RunConfig& recorded) {
  RunConfig config = with_options(recorded, options.run);
  if (!options.run.optimizers.empty()) {
    config.optimizer = options.run.optimizers.front();
  }
  const std::vector<std::string> rates =
      take_schedules(options.run.schedules, config.momentum_schedule, config.weight_decay_schedule);
  if (rates.size() > 1) {
    throw UsageError(
        "--schedule: several schedules for the learning rate (anneal compare trains with each; "
        "another hyper-parameter is written momentum=SCHEDULE)");
  }
  if (!rates.empty()) {
    config.schedule = rates.front();
  }
  return config;
}

void check_save_init(const std::string& file) {
  check_writable("--save-init", file);
  if (std::filesystem::exists(file)) {
    throw UsageError(
        join_text("--save-init: ", file, " exists (choose another name, or remove it first)"));
  }
}

/// How the run of `options` is to be made, checked, with the folder it goes to.
struct Preparation {
  std::unique_ptr<Run> run;
  std::unique_ptr<RunFolder> folder;
  std::optional<InitialParametersWriter> initial;
};

Preparation prepare(const TrainOptions& options, const std::vector<std::string>& command) {
  Preparation result;
  if (!options.save_init.empty()) {
    check_save_init(options.save_init);
    result.initial.emplace(options.save_init);
  }
  RecordedRun recorded;
  if (!options.from.empty()) {
    recorded = read_run_toml(options.from);
  }
  result.run = Engine({.words = schedule_words(), .read = read_checkpoint})
                   .prepare(config_of(options, recorded.config));
  check_unchanged(recorded, result.run->header());
  if (options.run.dry_run) {
    check_out(options.run);
    return result;
  }
  result.folder = std::make_unique<RunFolder>(output_folder(options.run, "train"),
                                              RunFolderOptions{.command = command});
  return result;
}

int train(const TrainOptions& options, const std::vector<std::string>& command) {
  Preparation prepared;
  as_usage([&] { prepared = prepare(options, command); });
  const Run& run = *prepared.run;
  for (const std::string& warning : run.header().warnings) {
    warn(warning);  // quiet or not: it may be the reason for what comes out
  }
  if (!options.run.quiet || options.run.dry_run) {
    print(header_text(run, standard_output()));
  }
  if (options.summary) {
    print(run.layer_table());
  }
  if (options.run.dry_run) {
    print(kDryRunText);
    return kDone;
  }

  RunResult result;
  int interrupted = kFailed;
  {
    const Interrupt interrupt;
    ProgressDisplay display(standard_error(), run.header().updates, options.run.quiet);
    RunProgress progress(display, "", run.header().updates);
    std::vector<Observer*> observers = {prepared.folder.get(), &progress};
    if (prepared.initial) {
      observers.push_back(&*prepared.initial);
    }
    result = run.train(observers, interrupt.token());
    interrupted = interrupt.exit_code();
  }
  LateOutput out;
  out.print(result_text(result, standard_output()));
  const std::filesystem::path& folder = prepared.folder->path();
  out.print(fmt::format("Everything is in {}\n", folder.string()));
  if (!options.run.no_figures) {
    draw_figures(folder, out);
  }
  switch (result.status) {
    case RunStatus::kDone:
      return out.exit_code(kDone);
    case RunStatus::kInterrupted:
      return interrupted;
    case RunStatus::kDiverged:
      break;
  }
  return kFailed;
}

}  // namespace

AddCommand add_train;  // listed in run.cpp

void add_train(Program& program) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* command = program.app.add_subcommand("train", "Train once, with one schedule");
  const RunConfig defaults;
  command
      ->add_option("--optimizer", options->run.optimizers,
                   "Optimizer with its rate; anneal list optimizers\n[" + defaults.optimizer + "]")
      ->type_name("OPTIMIZER")
      ->expected(1);
  add_repeated_option(*command, "--schedule", options->run.schedules, "SCHEDULE",
                      "Schedule of the rate [" + defaults.schedule +
                          "]; again with momentum=S or\nweight_decay=S for those");
  add_run_options(*command, options->run, defaults);
  command
      ->add_option("--from", options->from,
                   "Start from the settings in a run.toml: the same run again,\n"
                   "but for what other options say")
      ->type_name("FILE");
  command->add_flag("--summary", options->summary,
                    "Print the model layer by layer, then train: output,\n"
                    "parameters, floating-point operations of one sample");
  command
      ->add_option("--save-init", options->save_init, "Write the initial parameters (safetensors)")
      ->type_name("FILE");
  command->footer(
      "Writes a folder: run.toml (everything resolved), steps.csv (one row per update), "
      "evals.csv,\n"
      "checkpoint.safetensors, summary.json, figures/. A run has diverged if a number is not "
      "finite,\n"
      "or if the training loss ends more than a tenth above its start; it keeps its last good\n"
      "numbers and ends with exit code 1. Ctrl-C stops after the current update (130).\n"
      "\n"
      "Examples:\n"
      "  anneal train\n"
      "  anneal train --optimizer \"adam(lr=0.003)\" --schedule \"warmup(5%) then cosine\" "
      "--epochs 5\n"
      "  anneal train --optimizer \"adamw(lr=0.003)\" --schedule cosine --average ema "
      "--summary\n"
      "  anneal train --group \"layers.0.*: lr=0.01\" --group \"layers.2.*: weight_decay=0\"\n"
      "  anneal train --from results/train/run.toml --seed 1\n"
      "  anneal train --data \"moons\" --model \"mlp(16, 16)\" --epochs 30 --out results/moons\n");
  command->callback([options, &program] {
    program.action = [options, words = program.words] { return train(*options, words); };
  });
}

}  // namespace anneal::cli
