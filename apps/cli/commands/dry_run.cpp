#include "apps/cli/commands/dry_run.h"

#include "apps/cli/commands/preview_text.h"
#include "apps/cli/commands/run_text.h"

namespace anneal::cli {

std::string dry_run_text(const PreparedStudy& study, const Terminal& terminal) {
  std::string text = shared_lines(study.prepared.front()->header(), terminal);
  std::string runs;
  std::string optimizer;
  for (std::size_t k = 0; k < study.runs.size(); ++k) {
    const StudyRun& run = study.runs[k];
    runs += "  " + run.name + "\n";
    if (run.seed != study.runs.front().seed) {
      continue;  // its arm was shown
    }
    const RunHeader& header = study.prepared[k]->header();
    if (run.optimizer != optimizer) {
      optimizer = run.optimizer;
      text += "\n" + toned(terminal, Tone::kStrong, optimizer) + "\n";
    }
    text += "\n  " + toned(terminal, Tone::kStrong, run.schedule) + "\n" +
            piece_table(header.preview, terminal) + rate_lines(header.preview, terminal.width);
  }
  return text + "\nruns\n" + runs;
}

}  // namespace anneal::cli
