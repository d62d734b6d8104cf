#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "apps/cli/commands/preview_text.h"
#include "apps/records/csv.h"
#include "apps/report/figure.h"

namespace anneal::cli {

/// What the x axis of a preview counts: what the run's length was given in.
enum class PreviewTime { kEpochs, kUpdates };

/// The rates of a schedule, with x in units of that many updates.
Samples drawn_samples(const PreviewedSchedule& schedule, double updates_per_x);

/// The rates of one or several schedules over the run, in one panel.
report::Figure preview_figure(std::span<const PreviewedSchedule> schedules, PreviewTime time);

/// The same with a small picture for each on common axes, the others in grey behind it: where there
/// are more than a panel can tell apart.
report::Gallery preview_pictures(std::span<const PreviewedSchedule> schedules, PreviewTime time);

/// Draws one or the other into `file`; `title` instead of the figure's own, if there is one.
void draw_preview(std::span<const PreviewedSchedule> schedules,
                  PreviewTime time,
                  const std::filesystem::path& file,
                  const std::string& title = "");

/// A picture of the gallery of the whole catalogue.
report::Thumbnail thumbnail_of(const PreviewedSchedule& schedule, PreviewTime time);

}  // namespace anneal::cli
