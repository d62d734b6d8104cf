#include "apps/report/report.h"

#include <stdexcept>
#include <system_error>

#include "apps/report/draw.h"
#include "core/check.h"

namespace anneal::report {

std::vector<std::filesystem::path> write_report(const std::filesystem::path& folder) {
  const bool study = is_study_folder(folder);
  check(study || is_run_folder(folder) || !std::filesystem::is_directory(folder / "runs"),
        "report: ", folder.string(),
        " is a comparison that was not finished: it has no summary.csv (anneal report ",
        (folder / "runs").string(), "/NAME draws one of its runs)");
  check(study || is_run_folder(folder), "report: ", folder.string(),
        " holds neither a run nor a comparison (give a folder that anneal train or anneal compare "
        "wrote with --out)");

  const std::filesystem::path out = folder / "figures";
  std::error_code error;
  std::filesystem::create_directories(out, error);
  if (error) {
    throw std::runtime_error(
        join_text("report: cannot create ", out.string(), ": ", error.message()));
  }
  std::vector<std::filesystem::path> files;
  const auto add = [&](const auto& named) {
    draw(named.figure, out, named.stem);
    files.push_back(out / (named.stem + ".svg"));
  };
  if (!study) {
    add(run_figure(read_run(folder)));
    return files;
  }
  const StudyData data = read_study(folder);
  for (const NamedFigure& figure : study_figures(data)) {
    add(figure);
  }
  for (const NamedBars& bars : final_bars(data)) {
    add(bars);
  }
  return files;
}

}  // namespace anneal::report
