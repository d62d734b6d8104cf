#include "schedulers/dialects/dialects.h"

#include <utility>

#include "schedulers/catalogue.h"

namespace anneal {
namespace dialect {

// Each is the table of a library, or of a part of it, in the file of its name.
std::vector<Dialect> torch();
std::vector<Dialect> torch_cycles();
std::vector<Dialect> keras();
std::vector<Dialect> keras_cosine();
std::vector<Dialect> optax();
std::vector<Dialect> optax_piecewise();
std::vector<Dialect> optax_joined();
std::vector<Dialect> hf();
std::vector<Dialect> hf_cosine();
std::vector<Dialect> timm();
std::vector<Dialect> timm_steps();
std::vector<Dialect> composer();
std::vector<Dialect> fastai();
std::vector<Dialect> paddle();
std::vector<Dialect> paddle_cycles();
std::vector<Dialect> torchtitan();

}  // namespace dialect

std::vector<Dialect> dialects() {
  std::vector<Dialect> all;
  for (auto* library :
       {dialect::torch, dialect::torch_cycles, dialect::keras, dialect::keras_cosine,
        dialect::optax, dialect::optax_piecewise, dialect::optax_joined, dialect::hf,
        dialect::hf_cosine, dialect::timm, dialect::timm_steps, dialect::composer, dialect::fastai,
        dialect::paddle, dialect::paddle_cycles, dialect::torchtitan}) {
    for (Dialect& word : library()) {
      all.push_back(std::move(word));
    }
  }
  return all;
}

spec::Signature signature_of(const Dialect& dialect) {
  return {.name = dialect.name,
          .parameters = dialect.parameters,
          .formula = dialect.formula,
          .help = dialect.help,
          .source = dialect.source,
          .aliases = dialect.aliases};
}

const ScheduleCatalogue& dialect_catalogue() {
  static const ScheduleCatalogue kTable = [] {
    ScheduleCatalogue table = schedule_catalogue();
    for (const Dialect& word : dialects()) {
      ScheduleEntry entry{.signature = signature_of(word),
                          .length_argument = "for",
                          .inner = word.inner,
                          .normalise = word.normalise,
                          .curve = word.curve,
                          .expand = word.expand,
                          .expand_inner = word.expand_inner,
                          .example = word.example};
      entry.signature.parameters.push_back(for_parameter());
      table.push_back(std::move(entry));
    }
    return table;
  }();
  return kTable;
}

}  // namespace anneal
