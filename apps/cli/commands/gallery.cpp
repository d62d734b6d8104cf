#include "apps/cli/commands/gallery.h"

#include <algorithm>
#include <map>

#include "schedulers/catalogue.h"

namespace anneal::cli {
namespace {

/// Examples for the entries whose defaults do not show enough, or that need arguments.
const std::map<std::string, std::string>& examples() {
  static const std::map<std::string, std::string> kExamples = {
      {"warmup", "warmup(20%) then constant"},
      {"decay", "decay(gamma=0.5, every=20%)"},
      {"step", "step(every=25%, gamma=0.5)"},
      {"multistep", "multistep(at=[50%, 75%], gamma=0.3)"},
      {"piecewise", "piecewise(values=[1, 0.5, 0.2], at=[40%, 70%])"},
      {"inverse_time", "inverse_time(rate=1, every=10%)"},
      {"inverse_sqrt", "inverse_sqrt(timescale=5%)"},
      {"noam", "noam(warmup=10%)"},
      {"cosine_restarts", "cosine_restarts(first=1ep, mult=2)"},
      {"cyclic", "cyclic(low=0.1, up=10%)"},
      {"repeat", "repeat(linear(to=0.2), length=20%)"},
      {"stretch", "stretch(cosine(for=5ep), by=2)"},
      {"clamp", "clamp(cosine, min=0.2)"},
      {"window", "window(cosine(for=20ep), skip=5ep)"},
      {"wave", "wave(over=40%)"},
      {"open", "open(cosine(for=5ep))"},
      {"table", "open(table(values=[1, 0.3], per=epoch))"},
      {"plateau", "plateau(metric=val_loss, factor=0.5, patience=1ev)"},
      {"greedy", "greedy(metric=val_loss, factor=0.8, patience=1ev)"},
  };
  return kExamples;
}

}  // namespace

GalleryTexts gallery_texts() {
  GalleryTexts texts;
  for (const ScheduleEntry& entry : schedule_catalogue()) {
    const std::string& name = entry.signature.name;
    if (name.find('.') != std::string::npos || name == "lambda") {
      continue;  // a dialect, or for C++ only
    }
    const auto example = examples().find(name);
    const bool needs_arguments =
        std::ranges::any_of(entry.signature.parameters, [](const spec::Parameter& parameter) {
          return parameter.default_text.empty() && !parameter.optional;
        });
    if (example != examples().end()) {
      texts.schedules.push_back(example->second);
    } else if (!needs_arguments) {
      texts.schedules.push_back(name);
    } else {
      texts.missing.push_back(name);
    }
  }
  return texts;
}

}  // namespace anneal::cli
