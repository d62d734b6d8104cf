#pragma once

#include <filesystem>
#include <string>

#include "apps/run/observer.h"

namespace anneal {

/// run.toml: the RunConfig with every text in canonical form ([run]), what it resolved to
/// ([resolved]), and what computed it ([build]).
std::string run_toml(const RunConfig& config, const RunHeader& header);

/// summary.json: status, final and best evaluation, times and memory.
///
/// `final` is the last iterate. In a diverged run it is the last evaluation before, if there was
/// one, and `last_loss` the last finite training loss.
std::string summary_json(const RunConfig& config, const RunHeader& header, const RunResult& result);

/// Writes run.toml when the run starts and summary.json when it ends.
class RecordWriter final : public Observer {
 public:
  explicit RecordWriter(std::filesystem::path folder);

 private:
  void on_start(const RunConfig& config, const RunHeader& header) override;
  void on_end(const RunResult& result) override;

  std::filesystem::path folder_;
  RunConfig config_;
  RunHeader header_;
};

}  // namespace anneal
