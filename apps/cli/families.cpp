#include "apps/cli/families.h"

#include "data/catalogue.h"
#include "models/catalogue.h"
#include "optim/catalogue.h"
#include "schedulers/catalogue.h"

namespace anneal::cli {
namespace {

template <class Row>
std::vector<spec::Signature> signatures(const std::vector<Row>& table) {
  std::vector<spec::Signature> list;
  list.reserve(table.size());
  for (const Row& row : table) {
    list.push_back(row.signature);
  }
  return list;
}

}  // namespace

std::vector<Family> families() {
  return {{"schedules", "--schedule", signatures(schedule_catalogue())},
          {"optimizers", "--optimizer", signatures(optimizer_catalogue())},
          {"models", "--model", signatures(model_catalogue())},
          {"data", "--data", signatures(data_catalogue())}};
}

}  // namespace anneal::cli
