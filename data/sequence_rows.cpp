#include "data/bigram.h"
#include "data/rows.h"
#include "data/text_set.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

using spec::Arguments;

DataEntry text_entry() {
  return {{.name = "text",
           .parameters = {path_parameter("a text file, plain or .gz"),
                          count_parameter("length", "64", "characters in a window"),
                          {.name = "stride",
                           .kind = spec::ValueKind::kInteger,
                           .default_text = "length",
                           .range = spec::at_least(1),
                           .help = "from the start of one training window to the next",
                           .optional = true},
                          fraction_parameter("0.1", "fraction at the end of the text to hold out")},
           .help = "your own text: learn the next character from the ones before"},
          [](const Arguments& arguments) {
            return load_text({.file = arguments.text("path"),
                              .length = arguments.integer("length"),
                              .stride = arguments.has("stride") ? arguments.integer("stride") : 0,
                              .validation = arguments.number("validation")});
          }};
}

DataEntry bigram_entry() {
  return {{.name = "bigram",
           .parameters = {count_parameter("n", "4096", "training sequences"),
                          count_parameter("validation", "1024", "validation sequences"),
                          count_parameter("length", "32", "symbols that a model sees of each"),
                          {.name = "states",
                           .kind = spec::ValueKind::kInteger,
                           .default_text = "16",
                           .range = spec::between(2, 4096),
                           .help = "different symbols"},
                          {.name = "sharpness",
                           .default_text = "1.5",
                           .range = spec::between(0, 10),
                           .help = "0: any symbol may follow; large: nearly always the same one"},
                          seed_parameter("seed",
                                         "of chain and sequences; the same for all seeds of a "
                                         "comparison")},
           .formula = "P(j after i) = softmax_j(sharpness z_ij), z standard normal",
           .help = "symbols from a random Markov chain, whose entropy rate no model can beat",
           .source = "Shannon 1948"},
          [](const Arguments& arguments) {
            return bigram({.n = arguments.integer("n"),
                           .validation = arguments.integer("validation"),
                           .length = arguments.integer("length"),
                           .states = arguments.integer("states"),
                           .sharpness = arguments.number("sharpness"),
                           .seed = seed_of(arguments, "seed")});
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
