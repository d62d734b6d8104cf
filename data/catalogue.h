#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/spec/bind.h"
#include "core/spec/expr.h"
#include "core/spec/signature.h"
#include "data/dataset.h"
#include "data/image_set.h"

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

// Arguments that several data sets of the catalogue take; for the files that define an entry.

/// A whole number >= 1.
spec::Parameter count_parameter(std::string name, std::string default_text, std::string help);
/// A whole number >= 0.
spec::Parameter seed_parameter(std::string name, std::string help);
/// "path", required.
spec::Parameter path_parameter(std::string help);
/// "validation": a fraction in (0, 1) to hold out.
spec::Parameter fraction_parameter(std::string default_text, std::string help);
/// "noise": a deviation >= 0.
spec::Parameter noise_parameter(std::string default_text, std::string help);
std::uint64_t seed_of(const spec::Arguments& arguments, const char* name);

/// `parameters` and then `more`.
std::vector<spec::Parameter> with(std::vector<spec::Parameter> parameters,
                                  std::vector<spec::Parameter> more);

// ---- what all image sets have: the look of their images ----

/// "normalize" with these choices, the first one by default, "pool", "shift", "flip", "cutout" and
/// "split".
std::vector<spec::Parameter> look_parameters(std::vector<std::string> normalize_choices);
/// What "normalize" asks for: the published values, no values ("train": they are measured), or
/// values that leave the pixels as they are.
std::vector<ChannelStatistics> statistics_of(const spec::Arguments& arguments,
                                             std::vector<ChannelStatistics> published);
/// `split` with the augmentation that the arguments ask for, in its training part.
DataSplit augmented(DataSplit split, const spec::Arguments& arguments);

// ---- what image sets with files for training and files for testing have ----

/// `path`, "train", "validation" (a number of images, or the word test) and the look.
std::vector<spec::Parameter> benchmark_parameters(spec::Parameter path, std::string validation);
/// `options` with all that benchmark_parameters() asks for.
ImageBenchmarkOptions benchmark_options(const spec::Arguments& arguments,
                                        ImageBenchmarkOptions options);

}}  // namespace anneal::ANNEAL_PRECISION
