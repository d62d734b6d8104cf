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
#include "apps/cli/console/interrupt.h"
#include "apps/cli/console/terminal.h"
#include "apps/report/draw.h"
#include "apps/report/gnuplot.h"
#include "apps/report/report.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

namespace fs = std::filesystem;

/// A folder for the intermediate files, gone at the end.
class TemporaryFolder final {
 public:
  TemporaryFolder() {
    std::error_code error;
    const fs::path place = fs::temp_directory_path(error);
    std::string name = (place / "anneal-XXXXXX").string();
    if (error || mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error(
          join_text("figures: cannot create a folder for temporary files",
                    error ? "" : " in " + place.string(),
                    " (is the disk full, does the folder that TMPDIR names exist?)"));
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
  const HeldSignals held;
  const TemporaryFolder folder;
  report::draw(drawing, folder.path(), "preview");
  replace_file(file.string(),
               read_file((folder.path() / ("preview" + file.extension().string())).string()));
}

}  // namespace

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

void draw_figures(const std::filesystem::path& folder, LateOutput& out) {
  const std::string later = join_text("; the results are in ", folder.string(),
                                      ", and anneal report ", folder.string(), " draws them later");
  const HeldSignals held;
  try {
    const report::Drawn drawn = report::write_report(folder);
    for (const std::string& warning : drawn.warnings) {
      warn(warning);
    }
    out.print(join_text("Figures: ", (folder / "figures").string(), " (", drawn.files.size(),
                        ", each as SVG and PNG with its CSV)\n"));
  } catch (const report::DrawingInterrupted& stopped) {
    throw report::DrawingInterrupted(stopped.what() + later, stopped.signal());
  } catch (const std::exception& error) {
    warn(error.what() + later);
  }
}

void check_not_read(const std::string& option,
                    const fs::path& file,
                    std::span<const std::string> read) {
  for (const std::string& input : read) {
    std::error_code not_there;
    if (fs::equivalent(file, input, not_there)) {
      throw UsageError(join_text(option, ": ", file.string(),
                                 " is a file that the schedule reads (choose another name)"));
    }
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
