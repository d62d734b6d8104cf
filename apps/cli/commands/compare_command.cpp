#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <utility>

#include "apps/cli/commands/arm_remarks.h"
#include "apps/cli/commands/command.h"
#include "apps/cli/commands/compare_text.h"
#include "apps/cli/commands/dry_run.h"
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
#include "apps/records/output_folder.h"
#include "apps/records/run_folder.h"
#include "apps/run/labels.h"
#include "apps/study/compare.h"
#include "apps/study/processors.h"
#include "apps/study/summary.h"
#include "apps/training/engine.h"
#include "core/spec/bind.h"
#include "core/text.h"
#include "optim/catalogue.h"
#include "schedulers/schedule.h"

namespace anneal::cli {
namespace {

struct CompareOptions {
  RunOptions run;
  std::string seeds = "3";
  std::string jobs;
};

const std::vector<std::string> kDefaultOptimizers = {"sgd(lr=0.05, momentum=0.9)",
                                                     "adam(lr=0.003)"};
const std::vector<std::string> kDefaultSchedules = {"constant", "cosine", "warmup(5%) then cosine"};

RunConfig compare_defaults() {
  RunConfig config;
  config.epochs = 5;
  return config;
}

/// As every command shows them: two texts that mean the same are one arm.
std::vector<std::string> canonical_optimizers(std::vector<std::string> texts) {
  for (std::string& text : texts) {
    text = spec::print(spec::read_call(text, "optimizer", optimizer_catalogue()).canonical());
  }
  return texts;
}

std::vector<std::string> canonical_schedules(std::vector<std::string> texts) {
  for (std::string& text : texts) {
    text = to_text(parse_schedule(text, schedule_words()));
  }
  return texts;
}

CompareConfig config_of(const CompareOptions& options) {
  CompareConfig config;
  config.base = with_options(compare_defaults(), options.run);
  config.optimizers = canonical_optimizers(options.run.optimizers.empty() ? kDefaultOptimizers
                                                                          : options.run.optimizers);
  config.schedules = take_schedules(options.run.schedules, config.base.momentum_schedule,
                                    config.base.weight_decay_schedule);
  if (config.schedules.empty()) {
    config.schedules = kDefaultSchedules;
  }
  config.schedules = canonical_schedules(std::move(config.schedules));
  config.seeds = whole_number("--seeds", options.seeds, 1);
  return config;
}

/// --jobs, or as many as this process may use processors, with the reason.
Processors jobs_of(const CompareOptions& options) {
  if (!options.jobs.empty()) {
    return {.count = static_cast<int>(
                std::min<std::int64_t>(whole_number("--jobs", options.jobs, 1), 1024)),
            .reason = "--jobs"};
  }
  return usable_processors(sources_of_this_process());
}

/// Short enough for the progress line: "adam, warmup then cosine, seed 1".
std::string progress_name(const StudyRun& run) {
  const std::vector<std::string> texts = {run.optimizer, run.schedule};
  const std::vector<std::string> names = short_labels(texts);
  return names[0] + ", " + names[1] + ", seed " + std::to_string(run.seed);
}

/// The warnings of a study, once for each arm: those of its first seed are those of all.
std::vector<std::string> warnings_of(const PreparedStudy& study) {
  std::vector<ArmRemarks> arms;
  for (std::size_t i = 0; i < study.runs.size(); ++i) {
    const StudyRun& run = study.runs[i];
    if (run.seed == study.runs.front().seed) {
      arms.push_back({run.optimizer, run.schedule, study.prepared[i]->header().warnings});
    }
  }
  return grouped(arms);
}

int compare(const CompareOptions& options, const std::vector<std::string>& command) {
  PreparedStudy study;
  StudyOptions how;
  Processors jobs;
  as_usage([&] {
    Engine engine({.words = schedule_words(), .read = read_checkpoint});
    jobs = jobs_of(options);
    how.jobs = jobs.count;
    study = prepare_study(engine, expand(config_of(options)));
    if (options.run.dry_run) {
      check_out(options.run);
      return;
    }
    how.out = output_folder(options.run, "compare");
    how.folder.command = command;
    claim_output_folder(*how.out);
  });
  for (const std::string& warning : warnings_of(study)) {
    warn(warning);
  }
  const auto count = static_cast<std::int64_t>(study.runs.size());
  const RunHeader& header = study.prepared.front()->header();  // all have one length and data set
  const std::string plan =
      fmt::format("{} of {} each on {}, {} at a time ({})", counted(count, "run"),
                  counted(header.updates, "update"), header.config.data, jobs.count, jobs.reason);
  if (options.run.dry_run) {
    print(plan + "\n\n" + dry_run_text(study, standard_output()) + "\n" + kDryRunText);
    return kDone;
  }
  if (!options.run.quiet) {
    print(
        join_text(plan, ", into ", how.out->string(), "\n", common_text(header), log_line(header)));
  }

  std::vector<StudyResult> results;
  std::optional<int> interrupted;
  {
    const Interrupt interrupt;
    ProgressDisplay display(standard_error(), count * header.updates, options.run.quiet);
    how.watch = [&](std::size_t, const StudyRun& run) -> std::unique_ptr<Observer> {
      return std::make_unique<RunProgress>(display, progress_name(run), header.updates);
    };
    results = run_study(study, how, interrupt.token());
    if (interrupt.requested()) {
      interrupted = interrupt.exit_code();
    }
  }
  LateOutput out;
  out.print(compare_table(summarize(results), interrupted.has_value(), standard_output()));
  out.print(fmt::format("Everything is in {} (one row per run: summary.csv)\n", how.out->string()));
  if (!options.run.no_figures && !results.empty()) {
    draw_figures(*how.out, out);
  }
  return interrupted.value_or(out.exit_code(kDone));
}

}  // namespace

AddCommand add_compare;  // listed in run.cpp

void add_compare(Program& program) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command =
      program.app.add_subcommand("compare", "Train every optimizer with every schedule, and draw");
  add_repeated_option(*command, "--optimizer", options->run.optimizers, "OPTIMIZER",
                      "Optimizer with its rate; again for more\n[" + kDefaultOptimizers[0] +
                          " and " + kDefaultOptimizers[1] + "]");
  add_repeated_option(
      *command, "--schedule", options->run.schedules, "SCHEDULE",
      "Schedule of the rate; again for more. momentum=S or\nweight_decay=S is for all "
      "of them [" +
          kDefaultSchedules[0] + ", " + kDefaultSchedules[1] + "\nand " + kDefaultSchedules[2] +
          "]");
  command->add_option("--seeds", options->seeds, "Runs of each: seeds K, K+1, ... [3]")
      ->type_name("N");
  command
      ->add_option("--jobs", options->jobs,
                   "Runs at the same time [as many as there are processors\n"
                   "for this process: affinity, cgroup, SLURM_CPUS_PER_TASK]")
      ->type_name("J");
  add_run_options(*command, options->run, compare_defaults());
  command->footer(
      "The same seed gives every arm the same initial weights and batches, so that differences "
      "are\n"
      "the schedule's. Results are the same for any --jobs. Runs that diverge (anneal train "
      "--help),\n"
      "and runs no better than guessing, are counted. The lowest mean validation loss is marked\n"
      "where the differences to all other arms of an optimizer, seed by seed, are more than "
      "chance.\n"
      "Writes runs/NAME/ (a run's folder each), summary.csv (a row per run) and figures/.\n"
      "\n"
      "Examples:\n"
      "  anneal compare\n"
      "  anneal compare --optimizer \"adam(lr=0.003)\" --schedule constant --schedule cosine \\\n"
      "      --schedule wsd --seeds 5 --epochs 5 --out results/decay\n"
      "  anneal compare --data moons --model \"mlp(16, 16)\" --batch-size 32 --epochs 20\n");
  command->callback([options, &program] {
    program.action = [options, words = program.words] { return compare(*options, words); };
  });
}

}  // namespace anneal::cli
