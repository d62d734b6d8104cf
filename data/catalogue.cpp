#include "data/catalogue.h"

#include <stdexcept>

#include "data/rows.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

const std::vector<DataEntry>& data_catalogue() {
  static const std::vector<DataEntry> table{
      fashion_mnist_entry(), mnist_entry(),   cifar10_entry(), images_entry(), text_entry(),
      bigram_entry(),        spirals_entry(), moons_entry(),   blobs_entry(),  teacher_entry(),
  };
  return table;
}

DataSplit load_data(const spec::Expr& call) {
  const DataEntry& row = spec::find_entry(call, "data set", data_catalogue());
  const spec::Arguments arguments = spec::bind(call, row.signature);
  try {
    return row.load(arguments);
  } catch (const spec::SpecError&) {
    throw;
  } catch (const std::invalid_argument& error) {
    throw arguments.error(error.what());  // with the place in the text
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
