#include "apps/cli/commands/preview_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "apps/cli/commands/families.h"
#include "apps/cli/console/numbers.h"
#include "apps/cli/console/text_table.h"
#include "apps/run/labels.h"
#include "apps/run/rates.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

std::string rate_range(const PreviewPiece& piece) {
  if (!piece.first) {
    return "";
  }
  const std::string first = short_number(*piece.first);
  return *piece.first == *piece.last ? first : first + " -> " + short_number(*piece.last);
}

/// Each of `texts` behind `label`, its further lines below its first word.
std::string labelled_lines(const std::string& label,
                           const std::vector<std::string>& texts,
                           Tone tone,
                           const Terminal& terminal) {
  std::string text;
  for (const std::string& one : texts) {
    const std::string lines =
        hanging(join_text("  ", label, one), static_cast<int>(label.size()) + 2, terminal.width);
    text += toned(terminal, tone, lines) + "\n";
  }
  return text;
}

}  // namespace

PreviewedSchedule preview_schedule(const std::string& given,
                                   const RunPlan& plan,
                                   const std::vector<double>& metrics) {
  ResolvedSchedule resolved = resolve(parse_schedule(given, schedule_words()), plan);
  check_metrics(resolved, metric_names({.classification = true, .averaged = true}));
  // metrics that nobody listens to are preview's to refuse
  FeedbackState seen = resolved.metrics().empty() ? resolved.feedback() : replay(resolved, metrics);
  RateSamples samples = sampled_rates(resolved, seen);
  Preview figures = preview(resolved, seen);
  return {given, std::move(resolved), std::move(seen), std::move(samples), std::move(figures)};
}

double PreviewedSchedule::rate_at(std::int64_t step) const {
  return resolved.plan().base.value() * resolved.at(Step(step), seen).value();
}

std::string piece_table(const Preview& preview, const Terminal& terminal) {
  TextTable table({"piece", ">from", ">to", ">updates", ">epochs", ">percent", "rate"});
  for (const PreviewPiece& piece : preview.pieces) {
    std::vector<std::string> cells = {
        std::string(2 * static_cast<std::size_t>(piece.depth), ' ') + piece.text,
        std::to_string(piece.begin),
        std::to_string(std::max(piece.begin, piece.begin + piece.updates - 1)),
        std::to_string(piece.updates),
        short_number(piece.epochs),
        short_number(piece.percent) + " %",
        rate_range(piece)};
    table.add(std::move(cells));
  }
  return table.text("  ", {.width = terminal.width, .lines = terminal.interactive});
}

std::string rate_lines(const Preview& preview, int width) {
  const std::string rates =
      fmt::format("  rate: first {}, peak {} at update {}, last {}", short_number(preview.first),
                  short_number(preview.peak), preview.peak_at, short_number(preview.last));
  std::string area = fmt::format("  area: {} (the sum of the rates)", short_number(preview.area));
  if (preview.peak > 0) {
    area += fmt::format(", {:.4g} % of peak x updates", 100 * preview.mean / preview.peak);
  }
  std::string text = hanging(rates, 8, width) + "\n" + hanging(area, 8, width) + "\n";
  if (preview.is_absolute) {
    text += "  its numbers are values of what it schedules, not multipliers of the base\n";
  }
  return text;
}

std::string value_text(const Preview& preview, double base) {
  const std::string range = preview.lowest == preview.peak
                                ? ""
                                : fmt::format(", between {} and {}", short_number(preview.lowest),
                                              short_number(preview.peak));
  const std::string meaning = preview.is_absolute
                                  ? "the schedule's own numbers, whatever the optimizer's is"
                                  : "the schedule times the optimizer's " + short_number(base);
  return fmt::format("{} at first{}: {}", short_number(preview.first), range, meaning);
}

std::string warning_lines(const std::vector<std::string>& warnings, const Terminal& terminal) {
  return labelled_lines("warning: ", warnings, Tone::kWarning, terminal);
}

std::string note_lines(const std::vector<std::string>& notes, const Terminal& terminal) {
  return labelled_lines("note: ", notes, Tone::kFaint, terminal);
}

std::string remark_lines(const std::vector<std::string>& remarks, const Terminal& terminal) {
  return labelled_lines("", remarks, Tone::kWarning, terminal);
}

std::string plan_line(const RunPlan& plan) {
  const auto total = static_cast<double>(plan.total.count());
  const auto per_epoch = static_cast<double>(plan.updates_per_epoch.count());
  return fmt::format("{} = {} of {}, base rate {}", counted(plan.total.count(), "update"),
                     total == per_epoch ? "1 epoch" : short_number(total / per_epoch) + " epochs",
                     plan.updates_per_epoch.count(), short_number(plan.base.value()));
}

}  // namespace anneal::cli
