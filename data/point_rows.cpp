#include <cmath>
#include <string>
#include <utility>

#include "data/points.h"
#include "data/rows.h"
#include "data/teacher.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using spec::Arguments;
using spec::Parameter;

Parameter noise_parameter(std::string default_text, std::string help) {
  return {.name = "noise",
          .default_text = std::move(default_text),
          .range = spec::below_from(0, INFINITY),
          .help = std::move(help)};
}

std::vector<Parameter> points_parameters(std::string noise, std::vector<Parameter> more) {
  return with({count_parameter("n", "1000", "training points"),
               count_parameter("validation", "1000", "validation points"),
               noise_parameter(std::move(noise), "deviation of what is added to coordinates"),
               seed_parameter("seed", "of the points; the same for all seeds of a comparison")},
              std::move(more));
}

PointsOptions points_options(const Arguments& arguments) {
  return {.n = arguments.integer("n"),
          .validation = arguments.integer("validation"),
          .noise = arguments.number("noise"),
          .seed = seed_of(arguments, "seed")};
}

}  // namespace

DataEntry spirals_entry() {
  return {
      {.name = "spirals",
       .parameters = points_parameters("0.02", {{.name = "turns",
                                                 .default_text = "3",
                                                 .range = {.low = 0, .high = 100, .low_open = true},
                                                 .help = "how often each spiral goes round"}}),
       .formula = "r = 1 - 12/13 u, a = 2 pi turns u, x = +-(r sin a, r cos a)",
       .help = "two interleaved spirals in the plane",
       .source = "Lang and Witbrock 1988"},
      [](const Arguments& arguments) {
        return spirals(points_options(arguments), arguments.number("turns"));
      }};
}

DataEntry moons_entry() {
  return {{.name = "moons",
           .parameters = points_parameters("0.1", {}),
           .formula = "(cos a, sin a) or (1 - cos a, 1/2 - sin a)",
           .help = "two interleaved half circles in the plane"},
          [](const Arguments& arguments) { return moons(points_options(arguments)); }};
}

DataEntry blobs_entry() {
  return {{.name = "blobs",
           .parameters =
               points_parameters("1", {{.name = "classes",
                                        .kind = spec::ValueKind::kInteger,
                                        .default_text = "3",
                                        .range = spec::at_least(2),
                                        .help = "clouds"},
                                       count_parameter("features", "2", "coordinates of a point")}),
           .help = "one round cloud of points for each class"},
          [](const Arguments& arguments) {
            return blobs(points_options(arguments), arguments.integer("classes"),
                         arguments.integer("features"));
          }};
}

DataEntry teacher_entry() {
  return {{.name = "teacher",
           .parameters = {count_parameter("n", "1000", "training samples"),
                          count_parameter("validation", "1000", "validation samples"),
                          count_parameter("features", "10", "inputs"),
                          count_parameter("hidden", "16", "width of the teacher"),
                          count_parameter("outputs", "1", "targets"),
                          noise_parameter("0.1",
                                          "deviation of what is added to targets; the smallest "
                                          "mean squared error is its square"),
                          seed_parameter("seed",
                                         "of teacher and samples; the same for all seeds of a "
                                         "comparison")},
           .formula = "y = W2 tanh(W1 x / sqrt(features)) / sqrt(hidden) + noise z",
           .help = "regression: learn what a fixed random network computes",
           .source = "Saad and Solla 1995"},
          [](const Arguments& arguments) {
            return teacher({.n = arguments.integer("n"),
                            .validation = arguments.integer("validation"),
                            .features = arguments.integer("features"),
                            .hidden = arguments.integer("hidden"),
                            .outputs = arguments.integer("outputs"),
                            .noise = arguments.number("noise"),
                            .seed = seed_of(arguments, "seed")});
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
