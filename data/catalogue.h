#pragma once

#include <vector>

#include "core/spec/bind.h"
#include "core/spec/expr.h"
#include "core/spec/signature.h"
#include "data/dataset.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// One entry of the catalogue: how a data set is called, and how it is made.
struct DataEntry {
  spec::Signature signature;
  DataSplit (*load)(const spec::Arguments& arguments) = nullptr;
};

/// Every data set: the table behind `--data`, `anneal list data` and the hints in messages.
const std::vector<DataEntry>& data_catalogue();

/// The data set that `call` names, such as `fashion-mnist(train=512)` or `spirals(n=400)`.
///
/// A pure function of the call and the files that it names: the seed of a run never changes the
/// data. What is drawn (a hold-out, points, noise) has a seed among the arguments, so runs with
/// different seeds share one copy and are judged by the same validation samples.
/// Throws spec::SpecError for an unknown name or a wrong argument, DataError for the files.
DataSplit load_data(const spec::Expr& call);

}}  // namespace anneal::ANNEAL_PRECISION
