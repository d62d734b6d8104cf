#include "apps/cli/commands/gallery.h"

#include <algorithm>

#include "schedulers/catalogue.h"

namespace anneal::cli {
GalleryTexts gallery_texts() {
  GalleryTexts texts;
  for (const ScheduleEntry& entry : schedule_catalogue()) {
    if (!entry.function_argument.empty()) {
      continue;  // for C++ only
    }
    const bool needs_arguments =
        std::ranges::any_of(entry.signature.parameters, [](const spec::Parameter& parameter) {
          return parameter.default_text.empty() && !parameter.optional;
        });
    if (!entry.example.empty()) {
      texts.schedules.push_back(entry.example);
    } else if (!needs_arguments) {
      texts.schedules.push_back(entry.signature.name);
    } else {
      texts.missing.push_back(entry.signature.name);
    }
  }
  return texts;
}

}  // namespace anneal::cli
