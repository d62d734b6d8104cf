#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "schedulers/catalogue.h"

namespace anneal {

Schedule noam(Length warmup, std::optional<Length> length) {
  return CallBuilder("noam").length("warmup", warmup).length("for", length).schedule();
}

namespace catalogue {

ScheduleEntry noam() {
  return {
      .signature = {.name = "noam",
                    .parameters = {{.name = "warmup",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "W: its last update uses the peak"},
                                   for_parameter()},
                    .formula = "m(t) = min((t + 1) / W, sqrt(W / (t + 1)))",
                    .help = "the transformer's linear climb and inverse square root, scaled to "
                            "peak 1; the paper's rate is this times 1 / sqrt(d_model W)",
                    .source = "Vaswani et al. 2017, sec. 5.3 (arXiv:1706.03762)"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const auto W = static_cast<double>(place.updates(arguments, "warmup"));
            if (2.0 * W > static_cast<double>(place.plan().total.count())) {
              place.warn(join_text(place.text(), ": the climb takes ", W, " of ",
                                   place.plan().total.count(),
                                   " updates: more than half of the run (shorten it)"));
            }
            return make_curve(place.length(), [W](std::int64_t t) {
              const double n = static_cast<double>(t) + 1.0;
              return std::min(n / W, std::sqrt(W / n));
            });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
