#include "data/rows.h"

#include <iterator>
#include <utility>

namespace anneal { inline namespace ANNEAL_PRECISION {

using spec::Parameter;
using spec::ValueKind;

Parameter count_parameter(std::string name, std::string default_text, std::string help) {
  return {.name = std::move(name),
          .kind = ValueKind::kInteger,
          .default_text = std::move(default_text),
          .range = spec::at_least(1),
          .help = std::move(help)};
}

Parameter seed_parameter(std::string name, std::string help) {
  return {.name = std::move(name),
          .kind = ValueKind::kInteger,
          .default_text = "0",
          .range = spec::at_least(0),
          .help = std::move(help)};
}

Parameter path_parameter(std::string help) {
  return {.name = "path", .kind = ValueKind::kText, .help = std::move(help)};
}

Parameter fraction_parameter(std::string default_text, std::string help) {
  return {.name = "validation",
          .default_text = std::move(default_text),
          .range = spec::strictly_between(0, 1),
          .help = std::move(help)};
}

std::uint64_t seed_of(const spec::Arguments& arguments, const char* name) {
  return static_cast<std::uint64_t>(arguments.integer(name));
}

std::vector<Parameter> with(std::vector<Parameter> parameters, std::vector<Parameter> more) {
  parameters.insert(parameters.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
  return parameters;
}

}}  // namespace anneal::ANNEAL_PRECISION
