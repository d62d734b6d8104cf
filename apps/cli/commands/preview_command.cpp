#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>

#include "apps/cli/commands/command.h"
#include "apps/cli/commands/families.h"
#include "apps/cli/commands/output.h"
#include "apps/cli/commands/preview_figure.h"
#include "apps/cli/commands/preview_text.h"
#include "apps/cli/commands/side_by_side.h"
#include "apps/cli/console/errors.h"
#include "apps/cli/console/numbers.h"
#include "apps/cli/console/terminal.h"
#include "apps/cli/console/text_plot.h"
#include "apps/cli/console/text_table.h"
#include "apps/run/remarks.h"
#include "core/spec/error.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

constexpr std::int64_t kDefaultUpdatesPerEpoch = 100;
constexpr std::int64_t kDefaultEpochs = 10;
/// What a plateau hears in the gallery: gains that end, twice.
const std::vector<double> kGalleryMetrics = {1, 0.8, 0.7, 0.7, 0.7, 0.6, 0.6, 0.6, 0.6};

struct PreviewOptions {
  std::vector<std::string> schedules;
  std::string lr = "1";
  std::string epochs, updates, updates_per_epoch, metrics, csv, plot, side_by_side;
  bool explain = false;
  bool all = false;
};

RunPlan plan_of(const PreviewOptions& options) {
  if (!options.epochs.empty() && !options.updates.empty()) {
    throw UsageError("--epochs and --updates: both were given (a run has one length)");
  }
  const Steps per_epoch(options.updates_per_epoch.empty()
                            ? kDefaultUpdatesPerEpoch
                            : whole_number("--updates-per-epoch", options.updates_per_epoch, 1));
  const LearningRate base(positive_or_zero("--lr", options.lr));
  if (!options.updates.empty()) {
    return {per_epoch, Steps(whole_number("--updates", options.updates, 1)), Evaluations(0), base};
  }
  const std::int64_t epochs = options.epochs.empty()
                                  ? kDefaultEpochs
                                  : whole_number("--epochs", options.epochs, 1, kPartOfAnEpoch);
  return plan_epochs(Epochs(static_cast<double>(epochs)), per_epoch, base);
}

/// Figures count what the length was given in.
PreviewTime time_of(const PreviewOptions& options) {
  return options.updates.empty() ? PreviewTime::kEpochs : PreviewTime::kUpdates;
}

std::string time_text(const PreviewOptions& options) {
  return options.updates.empty() ? "epochs" : "updates";
}

std::string explanation(const PreviewedSchedule& schedule) {
  const Schedule& canonical = schedule.resolved.schedule();
  const std::string text = to_text(canonical);
  const std::string meaning = to_text(expanded(canonical, schedule.resolved.plan()));
  std::string lines = "  written     " + schedule.given + "\n  canonical   " + text + "\n";
  lines += meaning == text ? "  it stands for itself: it has no shorthands\n"
                           : "  stands for  " + meaning + "\n";
  return lines;
}

std::string description(const PreviewedSchedule& schedule,
                        const PreviewOptions& options,
                        const Terminal& terminal) {
  std::string text = toned(terminal, Tone::kStrong, to_text(schedule.resolved.schedule())) + "\n";
  if (options.explain) {
    text += explanation(schedule) + "\n";
  }
  text += piece_table(schedule.preview, terminal) + rate_lines(schedule.preview, terminal.width);
  if (!schedule.resolved.metrics().empty() && options.metrics.empty()) {
    text += fmt::format(
        "  it listens to {}: shown as if that always improved (replay values after each epoch: "
        "--metrics 1,0.9,0.9)\n",
        spec::joined(schedule.resolved.metrics()));
  }
  text += warning_lines(schedule.preview.warnings, terminal);
  const bool starts_at_0 = schedule.preview.first == 0.0 && schedule.preview.peak > 0.0;
  return starts_at_0 ? text + note_lines({kFirstRateIsZero}, terminal) : text;
}

std::string plot_of(const std::vector<PreviewedSchedule>& schedules,
                    const Terminal& terminal,
                    int height) {
  std::vector<PlotLine> lines;
  lines.reserve(schedules.size());
  for (const PreviewedSchedule& schedule : schedules) {
    lines.push_back({schedule.given, schedule.samples.rates});
  }
  const RunPlan plan = schedules.front().resolved.plan();
  return text_plot(lines,
                   {.width = terminal.width,
                    .height = height,
                    .unicode = terminal.utf8,
                    .updates = plan.total.count(),
                    .updates_per_epoch = static_cast<double>(plan.updates_per_epoch.count())});
}

int preview_all(const PreviewOptions& options) {
  RunPlan plan = as_usage_value([&] { return std::optional(plan_of(options)); }).value();
  std::vector<PreviewedSchedule> schedules;
  const GalleryTexts texts = gallery_texts();
  const std::string note =
      texts.missing.empty() ? ""
                            : "Not shown, as they need arguments: " + spec::joined(texts.missing) +
                                  " (anneal list NAME)\n";
  const std::int64_t epochs = plan.total.count() / plan.updates_per_epoch.count();
  std::vector<double> metrics = kGalleryMetrics;
  metrics.resize(static_cast<std::size_t>(std::min(epochs, std::ssize(metrics))));
  report::Gallery gallery{.title = "Every schedule in the catalogue",
                          .notes = {plan_line(plan), "rate over " + time_text(options)},
                          .x_label = time_text(options)};
  as_usage([&] {
    for (const std::string& text : texts.schedules) {
      schedules.push_back(preview_schedule(text, plan, metrics));
      gallery.thumbnails.push_back(thumbnail_of(schedules.back(), time_of(options)));
    }
  });
  if (!options.plot.empty()) {
    draw_into(gallery, options.plot);
    print(join_text("Figure: ", options.plot, "\n", note));
    return kDone;
  }
  const Terminal terminal = standard_output();
  for (const PreviewedSchedule& schedule : schedules) {
    print(toned(terminal, Tone::kStrong, schedule.given) + "\n" + plot_of({schedule}, terminal, 7) +
          "\n");
  }
  print(note);
  return kDone;
}

int preview_some(const PreviewOptions& options) {
  std::vector<PreviewedSchedule> schedules;
  as_usage([&] {
    const RunPlan plan = plan_of(options);
    const std::vector<double> metrics =
        options.metrics.empty() ? std::vector<double>{} : number_list("--metrics", options.metrics);
    bool listening = false;
    for (const std::string& text : options.schedules) {
      schedules.push_back(preview_schedule(text, plan, metrics));
      listening = listening || !schedules.back().resolved.metrics().empty();
    }
    if (!metrics.empty() && !listening) {
      throw UsageError("--metrics: this schedule listens to no metric (plateau does)");
    }
    if (!options.csv.empty() && schedules.size() > 1) {
      throw UsageError(join_text("--csv: got ", schedules.size(),
                                 " schedules (a CSV file holds one; --plot draws several)"));
    }
    if (!options.csv.empty()) {
      check_not_read("--csv", options.csv, files_of(schedules.front().resolved.schedule()));
    }
  });

  if (!options.csv.empty()) {
    write_rates(schedules.front(), options.csv);
  }
  if (options.csv == "-") {
    print_error(warning_lines(schedules.front().preview.warnings, standard_error()));
  } else {
    const Terminal terminal = standard_output();
    std::string text;
    for (const PreviewedSchedule& schedule : schedules) {
      text += description(schedule, options, terminal) + "\n";
    }
    text +=
        hanging("  " + plan_line(schedules.front().resolved.plan()), 4, terminal.width) + "\n\n";
    print(text + plot_of(schedules, terminal, 14));
  }
  if (!options.plot.empty()) {
    draw_preview(schedules, time_of(options), options.plot);
    print(options.csv == "-" ? "" : join_text("Figure: ", options.plot, "\n"));
  }
  return kDone;
}

int preview_side_by_side(const PreviewOptions& options) {
  std::vector<SameCurve> curves;
  std::int64_t warmup = 0;
  as_usage([&] {
    const RunPlan plan = plan_of(options);
    curves = same_curves(options.side_by_side, plan);
    warmup = length_in_updates(options.side_by_side, plan);
  });
  std::vector<PreviewedSchedule> schedules;
  schedules.reserve(curves.size());
  for (const SameCurve& curve : curves) {
    schedules.push_back(curve.schedule);
  }
  const std::string title = join_text("The same request, a warmup of ", counted(warmup, "update"),
                                      " and a cosine to 0, asked of each library");
  const Terminal terminal = standard_output();
  print(toned(terminal, Tone::kStrong, title) + "\n" + same_curves_table(curves, warmup) + "\n  " +
        plan_line(schedules.front().resolved.plan()) + "\n\n" + plot_of(schedules, terminal, 14));
  if (options.explain) {
    print("\n  asked in these words:\n" + same_curves_texts(curves));
  }
  if (!options.plot.empty()) {
    draw_preview(schedules, time_of(options), options.plot, "The same request in every library");
    print(join_text("Figure: ", options.plot, "\n"));
  }
  return kDone;
}

int preview_command(const PreviewOptions& options) {
  if (!options.plot.empty()) {
    check_plot_file(options.plot);
  }
  if (options.all) {
    if (!options.schedules.empty() || !options.csv.empty() || !options.metrics.empty()) {
      throw UsageError("--all: takes no schedule, --csv or --metrics (it shows the catalogue)");
    }
    return preview_all(options);
  }
  if (!options.side_by_side.empty()) {
    if (!options.schedules.empty() || !options.csv.empty() || !options.metrics.empty()) {
      throw UsageError(
          "--side-by-side: takes no schedule, --csv or --metrics (it asks every library)");
    }
    return preview_side_by_side(options);
  }
  if (options.schedules.empty()) {
    throw UsageError(
        "SCHEDULE: none was given (for example \"warmup(5%) then cosine\"; anneal list schedules "
        "shows all)");
  }
  return preview_some(options);
}

}  // namespace

AddCommand add_preview;  // listed in run.cpp

void add_preview(Program& program) {
  auto options = std::make_shared<PreviewOptions>();
  CLI::App* command =
      program.app.add_subcommand("preview", "Show what a schedule does, before training");
  command->add_option("SCHEDULE", options->schedules, "One or more schedules, each in quotes")
      ->type_name("");
  command->add_option("--lr", options->lr, "Base rate [1]")->type_name("X");
  command->add_option("--epochs", options->epochs, "Length of the run in epochs [10]")
      ->type_name("E");
  command->add_option("--updates-per-epoch", options->updates_per_epoch, "Length of an epoch [100]")
      ->type_name("U");
  command->add_option("--updates", options->updates, "Length of the run in updates instead")
      ->type_name("N");
  command
      ->add_option("--metrics", options->metrics, "Replay these, one after each epoch, for plateau")
      ->type_name("1,0.9,..");
  command
      ->add_option("--csv", options->csv,
                   "Write step,epoch,lr,multiplier for every update;\n"
                   "- for stdout")
      ->type_name("FILE");
  command->add_option("--plot", options->plot, "Draw a figure: a file that ends in .svg or .png")
      ->type_name("FILE");
  command->add_flag("--explain", options->explain, "Show what shorthands stand for");
  command->add_flag("--all", options->all, "A gallery of the whole catalogue");
  command
      ->add_option("--side-by-side", options->side_by_side,
                   "Ask every library for so long a warmup, then a cosine")
      ->type_name("LENGTH");
  command->footer(
      "Lengths carry units: 500it (updates), 10ep (epochs), 5% (of the run), 3ev (evaluations).\n"
      "\n"
      "Examples:\n"
      "  anneal preview \"warmup(500it) then cosine\" --lr 0.1 --epochs 30 --updates-per-epoch "
      "100\n"
      "  anneal preview \"step(every=10ep, gamma=0.1)\" cosine wsd --epochs 30 --plot three.svg\n"
      "  anneal preview cosine --updates 1000 --csv -\n"
      "  anneal preview --side-by-side 4it --updates 10 --explain\n"
      "  anneal preview \"plateau(metric=val_loss, factor=0.5, patience=3ev)\" \\\n"
      "      --epochs 12 --metrics 1,0.9,0.9,0.9,0.9,0.9,0.9\n");
  command->callback(
      [options, &program] { program.action = [options] { return preview_command(*options); }; });
}

}  // namespace anneal::cli
