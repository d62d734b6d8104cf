#include "apps/cli/commands/preview_figure.h"

#include <utility>
#include <vector>

#include "apps/cli/commands/output.h"
#include "apps/report/average.h"
#include "apps/run/labels.h"

namespace anneal::cli {
namespace {

constexpr std::size_t kBlocks = 400;       // points of a curve: four times as many
constexpr std::size_t kSmallBlocks = 150;  // of a small picture
constexpr std::size_t kMostInAPanel = 7;   // curves: there are no more colours
constexpr int kColumns = 4;                // of small pictures

double updates_per_x(const PreviewedSchedule& schedule, PreviewTime time) {
  return time == PreviewTime::kUpdates
             ? 1.0
             : static_cast<double>(schedule.resolved.plan().updates_per_epoch.count());
}

std::string x_label(PreviewTime time) {
  return time == PreviewTime::kUpdates ? "updates" : "epochs";
}

/// The points, and how long the last rate holds if they are those of all updates: then each rate is
/// drawn as the stair that it is.
std::pair<std::vector<report::CurvePoint>, double> points_of(const PreviewedSchedule& schedule,
                                                             PreviewTime time,
                                                             std::size_t blocks) {
  const double per_x = updates_per_x(schedule, time);
  const Samples few = report::thin(drawn_samples(schedule, per_x), blocks);
  const bool all = static_cast<std::int64_t>(few.size()) == schedule.resolved.plan().total.count();
  return {report::as_points(few), all ? 1 / per_x : 0.0};
}

std::vector<std::string> labels_of(std::span<const PreviewedSchedule> schedules) {
  std::vector<std::string> texts;
  for (const PreviewedSchedule& schedule : schedules) {
    texts.push_back(schedule.given);
  }
  return short_labels(texts);
}

}  // namespace

Samples drawn_samples(const PreviewedSchedule& schedule, double updates_per_x) {
  Samples samples;
  const auto stride = static_cast<double>(schedule.samples.stride);
  for (std::size_t k = 0; k < schedule.samples.rates.size(); ++k) {
    samples.push_back({stride * static_cast<double>(k) / updates_per_x, schedule.samples.rates[k]});
  }
  return samples;
}

report::Figure preview_figure(std::span<const PreviewedSchedule> schedules, PreviewTime time) {
  report::Panel panel{
      .y_label = "rate", .labelled = schedules.size() > 1, .scale = report::Scale::kLinear};
  const std::vector<std::string> labels = labels_of(schedules);
  for (std::size_t k = 0; k < schedules.size(); ++k) {
    auto [points, hold] = points_of(schedules[k], time, kBlocks);
    panel.curves.push_back({.label = labels[k],
                            .style = static_cast<int>(k),
                            .points = std::move(points),
                            .hold = hold});
  }
  report::Figure figure{.title = schedules.size() == 1 ? schedules.front().given : "Schedules",
                        .notes = {plan_line(schedules.front().resolved.plan())},
                        .x_label = x_label(time),
                        .panels = {std::move(panel)}};
  if (figure.title.size() > report::kLongestTitle) {
    figure.notes.insert(figure.notes.begin(), figure.title);
  }
  return figure;
}

report::Thumbnail thumbnail_of(const PreviewedSchedule& schedule, PreviewTime time) {
  auto [points, hold] = points_of(schedule, time, kSmallBlocks);
  return {.title = schedule.given, .points = std::move(points), .hold = hold};
}

report::Gallery preview_pictures(std::span<const PreviewedSchedule> schedules, PreviewTime time) {
  report::Gallery gallery{.title = "Schedules",
                          .notes = {plan_line(schedules.front().resolved.plan()),
                                    "rate over " + x_label(time), "grey: the others"},
                          .x_label = x_label(time),
                          .columns = kColumns,
                          .shared = true};
  const std::vector<std::string> labels = labels_of(schedules);
  for (std::size_t k = 0; k < schedules.size(); ++k) {
    gallery.thumbnails.push_back(thumbnail_of(schedules[k], time));
    gallery.thumbnails.back().title = labels[k];
  }
  return gallery;
}

void draw_preview(std::span<const PreviewedSchedule> schedules,
                  PreviewTime time,
                  const std::filesystem::path& file,
                  const std::string& title) {
  if (schedules.size() > kMostInAPanel) {
    report::Gallery gallery = preview_pictures(schedules, time);
    gallery.title = title.empty() ? gallery.title : title;
    draw_into(gallery, file);
  } else {
    report::Figure figure = preview_figure(schedules, time);
    figure.title = title.empty() ? figure.title : title;
    draw_into(figure, file);
  }
}

}  // namespace anneal::cli
