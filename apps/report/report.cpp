#include "apps/report/report.h"

#include <stdexcept>
#include <system_error>

#include "apps/report/arms.h"
#include "apps/report/draw.h"
#include "core/check.h"

namespace anneal::report {
namespace {

constexpr std::size_t kMostProblems = 5;

/// What is missing, the first few in full.
std::vector<std::string> all_problems(const StudyData& data) {
  std::vector<std::string> problems;
  std::size_t more = 0;
  for (const RunData& run : data.runs) {
    for (const std::string& problem : problems_of(run)) {
      if (problems.size() < kMostProblems) {
        problems.push_back(problem);
      } else {
        ++more;
      }
    }
  }
  if (more > 0) {
    problems.push_back(join_text("and ", more, " more files like these"));
  }
  return problems;
}

bool is_empty(const Figure& figure) {
  for (const Curve& curve : figure.panels.front().curves) {
    if (!curve.points.empty()) {
      return false;
    }
  }
  return true;
}

void create_folder(const std::filesystem::path& out) {
  std::error_code error;
  std::filesystem::create_directories(out, error);
  if (error) {
    throw std::runtime_error(
        join_text("report: cannot create ", out.string(), ": ", error.message()));
  }
}

}  // namespace

Drawn write_report(const std::filesystem::path& folder) {
  const bool study = is_study_folder(folder);
  check(study || is_run_folder(folder) || !std::filesystem::is_directory(folder / "runs"),
        "report: ", folder.string(),
        " is a comparison that was not finished: it has no summary.csv (anneal report ",
        (folder / "runs").string(), "/NAME draws one of its runs)");
  check(study || is_run_folder(folder), "report: ", folder.string(),
        " holds neither a run nor a comparison (give a folder that anneal train or anneal compare "
        "wrote with --out)");

  const StudyData data = study ? read_study(folder) : StudyData{{read_run(folder)}};
  Drawn drawn;
  drawn.warnings = all_problems(data);
  std::vector<NamedFigure> figures;
  if (study) {
    figures = study_figures(data);
  } else if (NamedFigure figure = run_figure(data.runs.front()); !is_empty(figure.figure)) {
    figures.push_back(std::move(figure));
  }
  const std::vector<NamedBars> bars = study ? final_bars(data) : std::vector<NamedBars>{};
  if (figures.empty() && bars.empty()) {
    throw std::runtime_error(join_text(
        "report: there is nothing to draw in ", folder.string(), ": ",
        drawn.warnings.empty() ? "no run made an update that was finite" : drawn.warnings[0]));
  }

  const std::filesystem::path out = folder / "figures";
  create_folder(out);
  const auto add = [&](const auto& named) {
    draw(named.figure, out, named.stem);
    drawn.files.push_back(out / (named.stem + ".svg"));
  };
  for (const NamedFigure& figure : figures) {
    add(figure);
  }
  for (const NamedBars& one : bars) {
    add(one);
  }
  return drawn;
}

}  // namespace anneal::report
