#include "apps/cli/commands/preview_csv.h"

#include <cstdio>
#include <fmt/format.h>
#include <iterator>
#include <stdexcept>

#include "apps/cli/console/errors.h"
#include "core/text.h"

namespace anneal::cli {

void write_csv(const PreviewedSchedule& schedule, const std::string& file) {
  std::FILE* out = file == "-" ? stdout : std::fopen(file.c_str(), "wb");
  if (out == nullptr) {
    throw UsageError(
        join_text("--csv: cannot write ", file, " (its folder must exist and be writable)"));
  }
  const auto per_epoch = static_cast<double>(schedule.resolved.plan().updates_per_epoch.count());
  fmt::memory_buffer buffer;
  bool good = true;
  const auto flush = [&] {
    good = good && std::fwrite(buffer.data(), 1, buffer.size(), out) == buffer.size();
    buffer.clear();
  };
  fmt::format_to(std::back_inserter(buffer), "step,epoch,lr\n");
  for (std::size_t t = 0; t < schedule.rates.size(); ++t) {
    fmt::format_to(std::back_inserter(buffer), "{},{},{:.17g}\n", t,
                   static_cast<double>(t) / per_epoch, schedule.rates[t]);
    if (buffer.size() > 60000) {
      flush();
    }
  }
  flush();
  good = std::fflush(out) == 0 && good;
  good = (out == stdout || std::fclose(out) == 0) && good;
  if (!good) {
    throw std::runtime_error(join_text("--csv: cannot write ", file, " (is the disk full?)"));
  }
}

}  // namespace anneal::cli
