#pragma once

// The rows of the catalogue and the arguments that several of them have; included by catalogue.cpp
// and by the files that define the rows.

#include <cstdint>
#include <string>
#include <vector>

#include "data/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

// image_rows.cpp
DataEntry fashion_mnist_entry();
DataEntry mnist_entry();
DataEntry cifar10_entry();
DataEntry images_entry();
// sequence_rows.cpp
DataEntry text_entry();
DataEntry bigram_entry();
// point_rows.cpp
DataEntry spirals_entry();
DataEntry moons_entry();
DataEntry blobs_entry();
DataEntry teacher_entry();

/// A whole number >= 1.
spec::Parameter count_parameter(std::string name, std::string default_text, std::string help);
/// A whole number >= 0.
spec::Parameter seed_parameter(std::string name, std::string help);
/// A required path.
spec::Parameter path_parameter(std::string help);
/// A fraction in (0, 1) to hold out.
spec::Parameter fraction_parameter(std::string default_text, std::string help);
/// The seed of the drawn sets.
std::uint64_t seed_of(const spec::Arguments& arguments, const char* name);

/// `parameters` and then `more`.
std::vector<spec::Parameter> with(std::vector<spec::Parameter> parameters,
                                  std::vector<spec::Parameter> more);

}}  // namespace anneal::ANNEAL_PRECISION
