#include "optim/averages.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "optim/catalogue.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

std::vector<std::string> snapshot_names(const LawaOptions& options) {
  check(1 <= options.snapshots && options.snapshots <= 100,
        "lawa: snapshots must be in [1, 100], got ", options.snapshots);
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < options.snapshots; ++i) {
    names.push_back(join_text("lawa", i));
  }
  return names;
}

/// `every` in updates.
std::int64_t updates_between(const Length& every,
                             const RunLength& run,
                             const std::string& average) {
  const std::int64_t updates = whole_updates(every, run, average + ": every");
  check(updates > 0, average, ": every must be > 0, got ", spec::to_text(every.number()));
  return updates;
}

spec::Parameter every_parameter(const char* default_text, const char* help) {
  return {.name = "every",
          .kind = spec::ValueKind::kLength,
          .default_text = default_text,
          .range = spec::above(0.0),
          .help = help};
}

/// A length among the arguments: checked here, where an error has a caret.
Length length_of(const spec::Arguments& arguments, const char* name, const RunLength& run) {
  return Steps(whole_updates(arguments, name, run));
}

}  // namespace

Ema::Ema(NamedParameters parameters, const EmaOptions& options)
    : WeightAverage("ema", std::move(parameters), {"ema"}), options_(options) {
  check_fraction("ema", "decay", options.decay);
}

void Ema::take_in() {
  // A mean that began at 0 without a correction would be too small for long: begin with a copy.
  const bool copy = !options_.bias_correction && updates() == 1;
  const RunningMean decay(copy ? 0.0 : options_.decay);
  for (std::size_t k = 0; k < parameter_count(); ++k) {
    Scalar* __restrict a = mutable_kept(k, 0).data();
    const Scalar* __restrict p = value(k).data();
    const Index size = value(k).size();
    for (Index i = 0; i < size; ++i) {
      a[i] = decay.mean(a[i], p[i]);
    }
  }
}

Tensor Ema::average(std::size_t parameter) const {
  Tensor result = kept(parameter, 0);
  if (options_.bias_correction) {
    const Scalar correction = to_scalar(bias_correction(options_.decay, updates()));
    for (Scalar& value : result.values()) {
      value /= correction;
    }
  }
  return result;
}

TailAverage::TailAverage(NamedParameters parameters,
                         const TailAverageOptions& options,
                         const RunLength& run)
    : WeightAverage("tail", std::move(parameters), {"tail"}),
      start_(whole_updates(options.start, run, "tail: start")),
      every_(updates_between(options.every, run, "tail")) {}

std::int64_t TailAverage::count_after(std::int64_t updates) const {
  const std::int64_t untouched = start_ == 0 ? 1 : 0;  // the weights that the run begins with
  return updates < start_ ? 0 : (updates - start_) / every_ + 1 - untouched;
}

void TailAverage::take_in() {
  const std::int64_t count = count_after(updates());
  if (count == count_after(updates() - 1)) {
    return;
  }
  const Scalar share = to_scalar(1.0 / static_cast<double>(count));
  for (std::size_t k = 0; k < parameter_count(); ++k) {
    Scalar* __restrict a = mutable_kept(k, 0).data();
    const Scalar* __restrict p = value(k).data();
    const Index size = value(k).size();
    for (Index i = 0; i < size; ++i) {
      a[i] += share * (p[i] - a[i]);
    }
  }
}

Tensor TailAverage::average(std::size_t parameter) const {
  return kept(parameter, 0);
}

Lawa::Lawa(NamedParameters parameters, const LawaOptions& options, const RunLength& run)
    : WeightAverage("lawa", std::move(parameters), snapshot_names(options)),
      snapshots_(options.snapshots),
      every_(updates_between(options.every, run, "lawa")) {}

std::int64_t Lawa::count_after(std::int64_t updates) const {
  return std::min(updates / every_, snapshots_);
}

void Lawa::take_in() {
  if (updates() % every_ != 0) {
    return;  // only snapshots are kept, not a sum: a sum would drift as old ones are taken off it
  }
  const std::int64_t taken = updates() / every_;        // this one included
  const std::int64_t place = (taken - 1) % snapshots_;  // over the oldest: a ring
  for (std::size_t k = 0; k < parameter_count(); ++k) {
    mutable_kept(k, place) = value(k);
  }
}

Tensor Lawa::average(std::size_t parameter) const {
  const std::int64_t count = count_after(updates());
  Tensor result = Tensor::zeros(value(parameter).shape());
  for (std::int64_t s = 0; s < count; ++s) {
    const Tensor& snapshot = kept(parameter, s);
    for (Index i = 0; i < result.size(); ++i) {
      result.data()[i] += snapshot.data()[i];
    }
  }
  for (Scalar& value : result.values()) {
    value /= static_cast<Scalar>(count);
  }
  return result;
}

AverageEntry ema_entry() {
  return {.signature = {.name = "ema",
                        .parameters = {{.name = "decay",
                                        .default_text = "0.999",
                                        .range = spec::below_from(0.0, 1.0),
                                        .help = "share of the old average that stays"},
                                       {.name = "bias_correction",
                                        .kind = spec::ValueKind::kFlag,
                                        .default_text = "true",
                                        .help = "divide by 1 - decay^t"}},
                        .formula = "a = decay a + (1 - decay) p, average = a / (1 - decay^t)",
                        .help = "exponential moving average of the weights",
                        .source = "Polyak and Juditsky 1992"},
          .make = [](NamedParameters parameters, const spec::Arguments& a,
                     const RunLength&) -> std::unique_ptr<WeightAverage> {
            return std::make_unique<Ema>(std::move(parameters),
                                         EmaOptions{.decay = a.number("decay"),
                                                    .bias_correction = a.flag("bias_correction")});
          }};
}

AverageEntry tail_entry() {
  return {.signature = {.name = "tail",
                        .parameters = {{.name = "start",
                                        .kind = spec::ValueKind::kLength,
                                        .default_text = "75%",
                                        .range = spec::at_least(0.0),
                                        .help = "how much of the run comes before"},
                                       every_parameter("1it", "from one that counts to the next")},
                        .formula = "the mean of the weights after start, start + every, ...",
                        .help = "equal average of the last part of a run (SWA)",
                        .source = "Izmailov et al. 2018 (arXiv:1803.05407)",
                        .aliases = {"swa"}},
          .make = [](NamedParameters parameters, const spec::Arguments& a,
                     const RunLength& run) -> std::unique_ptr<WeightAverage> {
            return std::make_unique<TailAverage>(
                std::move(parameters),
                TailAverageOptions{.start = length_of(a, "start", run),
                                   .every = length_of(a, "every", run)},
                run);
          }};
}

AverageEntry lawa_entry() {
  return {
      .signature = {.name = "lawa",
                    .parameters = {{.name = "snapshots",
                                    .kind = spec::ValueKind::kInteger,
                                    .default_text = "5",
                                    .range = spec::between(1.0, 100.0),
                                    .help = "how many are kept"},
                                   every_parameter("100it", "from one to the next")},
                    .formula = "the mean of the latest snapshots, taken after every, 2 every, ...",
                    .help = "latest weight averaging",
                    .source = "Kaddour 2022 (arXiv:2209.14981)"},
      .make = [](NamedParameters parameters, const spec::Arguments& a,
                 const RunLength& run) -> std::unique_ptr<WeightAverage> {
        return std::make_unique<Lawa>(
            std::move(parameters),
            LawaOptions{.snapshots = a.integer("snapshots"), .every = length_of(a, "every", run)},
            run);
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
