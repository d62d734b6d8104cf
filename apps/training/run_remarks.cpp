#include "apps/training/run_remarks.h"

#include <algorithm>
#include <cmath>

#include "apps/run/remarks.h"
#include "core/text.h"
#include "models/catalogue.h"
#include "optim/catalogue.h"
#include "schedulers/preview.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

ScheduleRemarks remarks_of(const RunRates& rates, const spec::Expr& optimizer) {
  const Preview schedule = preview(rates.lr().schedule());
  const OptimizerEntry& entry = optimizer_entry(optimizer);
  ScheduleRemarks remarks{.warnings = schedule.warnings, .notes = {}};
  for (const GroupRates& group : rates.groups()) {
    // a group without a schedule of its own has the run's, whose warnings have been said
    if (to_text(group.lr.schedule().schedule()) != to_text(rates.lr().schedule().schedule())) {
      for (const std::string& warning : group.lr.schedule().warnings()) {
        remarks.warnings.push_back(join_text("group ", group.pattern, ": ", warning));
      }
    }
  }
  const bool concerns = entry.warn_when == WarnWhen::kWarmup     ? schedule.has_warmup
                        : entry.warn_when == WarnWhen::kNoWarmup ? !schedule.has_warmup
                        : entry.warn_when == WarnWhen::kDecay    ? schedule.has_decay
                                                                 : rates.momentum().has_value();
  if (concerns && !entry.warning.empty()) {
    (entry.usual ? remarks.notes : remarks.warnings).push_back(entry.warning);
  }
  if (schedule.first == 0.0 && schedule.peak > 0.0 && entry.bias_corrected) {
    remarks.notes.emplace_back(kFirstRateIsZero);
  }
  return remarks;
}

std::optional<std::string> note_of(const spec::Expr& model, const Module& built) {
  const spec::Signature& signature = spec::find_entry(model, "model", model_catalogue()).signature;
  const NamedParameters parameters = parameters_of(built);
  const auto matrices = std::ranges::count_if(parameters, [](const NamedParameter& parameter) {
    return parameter.var.value().shape().rank() > 1;
  });
  // all it has is one matrix, and perhaps a bias
  if (signature.find("hidden") == nullptr || matrices != 1 || parameters.size() > 2) {
    return std::nullopt;
  }
  return "a linear model: it has no hidden layer (mlp(256, 128) has two)";
}

double guessing_loss(const Dataset& train) {
  double loss = 0.0;
  if (train.labels_per_sample() > 1) {
    return std::log(static_cast<double>(train.classes));
  }
  const auto n = static_cast<double>(train.size());
  if (train.classes > 0) {
    std::vector<double> counts(static_cast<std::size_t>(train.classes));
    for (const std::int32_t label : train.labels) {
      counts[static_cast<std::size_t>(label)] += 1.0;
    }
    for (const double count : counts) {
      loss -= count > 0.0 ? count / n * std::log(count / n) : 0.0;
    }
    return loss;
  }
  const Index outputs = train.outputs();
  for (Index k = 0; k < outputs; ++k) {
    double mean = 0.0;
    for (Index i = 0; i < train.size(); ++i) {
      mean += static_cast<double>(train.targets.data()[i * outputs + k]) / n;
    }
    for (Index i = 0; i < train.size(); ++i) {
      const double off = static_cast<double>(train.targets.data()[i * outputs + k]) - mean;
      loss += off * off / (n * static_cast<double>(outputs));
    }
  }
  return loss;
}

}}  // namespace anneal::ANNEAL_PRECISION
