#include "data/catalogue.h"

#include <stdexcept>

#include "data/rows.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

const std::vector<DataRow>& data_catalogue() {
  static const std::vector<DataRow> table{
      fashion_mnist_row(), mnist_row(),   cifar10_row(), images_row(), text_row(),
      bigram_row(),        spirals_row(), moons_row(),   blobs_row(),  teacher_row(),
  };
  return table;
}

DataSplit load_data(const spec::Expr& call) {
  const DataRow& row = spec::find_row(call, "data set", data_catalogue());
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
