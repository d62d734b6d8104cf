#include "data/catalogue.h"

#include <stdexcept>

namespace anneal { inline namespace ANNEAL_PRECISION {

// Each is defined in the file of its data set.
DataEntry fashion_mnist_entry();
DataEntry mnist_entry();
DataEntry cifar10_entry();
DataEntry images_entry();
DataEntry text_entry();
DataEntry bigram_entry();
DataEntry spirals_entry();
DataEntry moons_entry();
DataEntry blobs_entry();
DataEntry teacher_entry();

const std::vector<DataEntry>& data_catalogue() {
  static const std::vector<DataEntry> table{
      fashion_mnist_entry(), mnist_entry(),   cifar10_entry(), images_entry(), text_entry(),
      bigram_entry(),        spirals_entry(), moons_entry(),   blobs_entry(),  teacher_entry(),
  };
  return table;
}

DataSplit load_data(const spec::Expr& call) {
  const DataEntry& entry = spec::find_entry(call, "data set", data_catalogue());
  const spec::Arguments arguments = spec::bind(call, entry.signature);
  try {
    return entry.load(arguments);
  } catch (const spec::SpecError&) {
    throw;
  } catch (const std::invalid_argument& error) {
    throw arguments.error(error.what());  // with the place in the text
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
