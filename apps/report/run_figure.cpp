#include <algorithm>
#include <fmt/format.h>

#include "apps/report/average.h"
#include "apps/report/report.h"

namespace anneal::report {
namespace {

constexpr std::size_t kBlocks = 200;  // points of a training curve
constexpr int kTrainStyle = 0;
constexpr int kValidationStyle = 1;
constexpr int kRateStyle = 6;

}  // namespace

NamedFigure run_figure(const RunData& run) {
  const std::size_t width = std::max<std::size_t>(1, run.loss.size() / kBlocks);
  Figure figure;
  figure.title = run.schedule.empty() ? "Training" : run.schedule;
  figure.note = run.optimizer;
  const auto updates = static_cast<std::int64_t>(width) * run.updates_per_row;
  if (updates > 1) {
    figure.note += fmt::format("{}training loss: means of {} updates",
                               figure.note.empty() ? "" : ";  ", updates);
  }
  figure.x_label = "epochs";

  Panel losses{
      .y_label = "loss", .curves = {}, .labelled = true, .height = 2, .top = {}, .linear = false};
  losses.curves.push_back(
      {"training batches", kTrainStyle, as_points(block_means(run.loss, width))});
  if (!run.val_loss.empty()) {
    losses.curves.push_back({"validation", kValidationStyle, as_points(run.val_loss)});
  }
  Panel rates{
      .y_label = "rate", .curves = {}, .labelled = false, .height = 1, .top = {}, .linear = true};
  rates.curves.push_back({"learning rate", kRateStyle, as_points(thin(run.rate, 400))});
  figure.panels = {std::move(losses), std::move(rates)};
  return {"loss", std::move(figure)};
}

}  // namespace anneal::report
