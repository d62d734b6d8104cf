#include "apps/cli/commands/output.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "apps/cli/console/errors.h"
#include "apps/cli/console/terminal.h"
#include "apps/report/average.h"
#include "apps/report/draw.h"
#include "apps/report/report.h"
#include "apps/run/labels.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlocks = 400;

/// A folder for the intermediate files, gone at the end.
class TemporaryFolder final {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "anneal-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error(join_text("figures: cannot create a folder in ",
                                         fs::temp_directory_path().string(),
                                         " (is the disk full?)"));
    }
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

template <class Drawing>
void draw_through_temporary(const Drawing& drawing, const fs::path& file) {
  check_plot_file(file);
  const TemporaryFolder folder;
  report::draw(drawing, folder.path(), "preview");
  std::error_code error;
  fs::copy_file(folder.path() / ("preview" + file.extension().string()), file,
                fs::copy_options::overwrite_existing, error);
  if (error) {
    throw UsageError(join_text("--plot: cannot write ", file.string(), ": ", error.message()));
  }
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

report::Figure preview_figure(std::span<const PreviewedSchedule> schedules) {
  const RunPlan& plan = schedules.front().resolved.plan();
  report::Panel panel{
      .y_label = "rate", .curves = {}, .labelled = true, .height = 1, .top = {}, .linear = true};
  std::vector<std::string> texts;
  for (const PreviewedSchedule& schedule : schedules) {
    texts.push_back(schedule.given);
  }
  const std::vector<std::string> labels = short_labels(texts);
  for (std::size_t k = 0; k < schedules.size(); ++k) {
    const Samples samples =
        drawn_samples(schedules[k], static_cast<double>(plan.updates_per_epoch.count()));
    panel.curves.push_back(
        {labels[k], static_cast<int>(k), report::as_points(report::thin(samples, kBlocks))});
  }
  panel.labelled = schedules.size() > 1;
  report::Figure figure;
  figure.title = schedules.size() == 1 ? wrap(schedules.front().given, 70) : "Schedules";
  figure.title = figure.title.substr(0, figure.title.find('\n'));
  figure.note = plan_line(plan);
  figure.x_label = "epochs";
  figure.panels.push_back(std::move(panel));
  return figure;
}

void check_plot_file(const fs::path& file) {
  if (file.extension() != ".svg" && file.extension() != ".png") {
    throw UsageError(
        join_text("--plot: got ", file.string(), " (give a file that ends in .svg or .png)"));
  }
  check_writable("--plot", file);
}

void draw_into(const report::Figure& figure, const fs::path& file) {
  draw_through_temporary(figure, file);
}

void draw_into(const report::DescentFigure& figure, const fs::path& file) {
  draw_through_temporary(figure, file);
}

void draw_into(const report::Gallery& gallery, const fs::path& file) {
  draw_through_temporary(gallery, file);
}

void draw_figures(const std::filesystem::path& folder) {
  try {
    const auto files = report::write_report(folder);
    print(join_text("Figures: ", (folder / "figures").string(), " (", files.size(),
                    ", each as SVG and PNG with its CSV)\n"));
  } catch (const std::exception& error) {
    warn(join_text(error.what(), "; the results are in ", folder.string(), ", and anneal report ",
                   folder.string(), " draws them later"));
  }
}

void write_rates(const PreviewedSchedule& schedule, const std::string& file) {
  std::optional<OutputFile> out;
  try {
    if (file != "-") {
      out.emplace(file);
    }
  } catch (const std::runtime_error&) {
    throw UsageError(
        join_text("--csv: cannot write ", file, " (its folder must exist and be writable)"));
  }
  const auto write = [&](std::string& text) {
    out ? out->write(text) : print(text);
    text.clear();
  };
  const RunPlan plan = schedule.resolved.plan();
  const auto per_epoch = static_cast<double>(plan.updates_per_epoch.count());
  constexpr std::int64_t kChunk = 2000;  // updates at a time: a run may have a billion
  std::string text = "step,epoch,lr,multiplier\n";
  for (std::int64_t t = 0; t < plan.total.count();) {
    const Steps count(std::min(kChunk, plan.total.count() - t));
    for (const double multiplier : schedule.resolved.values(Step(t), count, schedule.seen)) {
      fmt::format_to(std::back_inserter(text), "{},{},{},{}\n", t,
                     static_cast<double>(t) / per_epoch, plan.base.value() * multiplier,
                     multiplier);
      ++t;
    }
    write(text);
  }
  if (out) {
    out->close();
  }
}

}  // namespace anneal::cli
