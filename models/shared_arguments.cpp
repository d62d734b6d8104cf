#include "models/shared_arguments.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

using spec::Parameter;
using spec::ValueKind;

Parameter size_parameter(const char* name, const char* default_text, const char* help) {
  return {.name = name,
          .kind = ValueKind::kInteger,
          .default_text = default_text,
          .range = spec::at_least(1),
          .help = help};
}

Parameter dropout_parameter() {
  return {.name = "dropout",
          .default_text = "0",
          .range = spec::below_from(0, 1),
          .help = "share that is dropped in training"};
}

Parameter init_parameter(const char* default_text) {
  return {.name = "init",
          .kind = ValueKind::kWord,
          .default_text = default_text,
          .choices = {"default", "he", "he_normal", "he_uniform", "glorot", "glorot_normal",
                      "glorot_uniform", "zeros"},
          .help = "distribution of the initial weights; default is PyTorch's, +-1/sqrt(fan_in)"};
}

Init init_of(const spec::Arguments& arguments) {
  return init_by_name(arguments.word("init"));
}

}}  // namespace anneal::ANNEAL_PRECISION
