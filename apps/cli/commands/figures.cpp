#include "apps/cli/commands/figures.h"

#include "apps/cli/console/errors.h"
#include "apps/cli/console/terminal.h"
#include "apps/report/report.h"
#include "core/text.h"

namespace anneal::cli {

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

}  // namespace anneal::cli
