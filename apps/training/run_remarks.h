#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/run/rates.h"
#include "core/spec/expr.h"
#include "data/dataset.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What to know of a run before it trains, from its schedules and its optimizer: a sentence each.
struct ScheduleRemarks {
  /// Those of the rate's schedule and of groups' own, then the optimizer's if it concerns the two
  /// together.
  std::vector<std::string> warnings;
  /// What is the usual case, and a first update of rate 0 where the optimizer minds.
  std::vector<std::string> notes;
};

ScheduleRemarks remarks_of(const RunRates& rates, const spec::Expr& optimizer);

/// A model that could have hidden layers and has none: `mlp` without arguments. Who asks for
/// logistic() knows.
std::optional<std::string> note_of(const spec::Expr& model, const Module& built);

/// What guessing costs: the training loss of the best answer that ignores its input.
///
///   labels   -sum_k p_k ln p_k,  p_k = share of class k; ln K for texts
///   targets  the variance, mean over their numbers
///
/// For texts it is that of knowing nothing: that letters differ in frequency is learnt from data.
double guessing_loss(const Dataset& train);

}}  // namespace anneal::ANNEAL_PRECISION
