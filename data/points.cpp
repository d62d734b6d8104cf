#include "data/points.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "core/check.h"
#include "core/memory.h"
#include "core/rng.h"
#include "data/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr double kPi = std::numbers::pi;

struct Cloud {
  const char* name = "";
  Index classes = 2;
  Index features = 2;
};

// One part of a set; `place(rng, label, point)` draws a point without noise. Everything is computed
// in double and rounded at the end, so that both precisions see the same points.
template <class Place>
Dataset draw(const Cloud& cloud, Index count, double noise, Rng rng, const Place& place) {
  check(count >= 1, cloud.name, ": the number of points must be at least 1, got ", count);
  check(0.0 <= noise && noise < INFINITY, cloud.name, ": noise must be >= 0, got ", noise);
  Dataset data{.name = cloud.name, .classes = cloud.classes};
  data.inputs = Tensor(Shape{count, cloud.features});
  std::vector<double> point(cloud.features);
  Scalar* out = data.inputs.data();
  for (Index i = 0; i < count; ++i) {
    const auto label = static_cast<std::int32_t>(i % cloud.classes);
    place(rng, label, std::span<double>(point));
    for (const double x : point) {
      *out++ = static_cast<Scalar>(x + noise * rng.normal());
    }
    data.labels.push_back(label);
  }
  return data;
}

template <class Place>
DataSplit draw_split(const Cloud& cloud, const PointsOptions& options, const Place& place) {
  check_memory((sizeof(Scalar) * static_cast<double>(cloud.features) + sizeof(std::int32_t)) *
                   (static_cast<double>(options.n) + static_cast<double>(options.validation)),
               cloud.name, ": n=", options.n, " and validation=", options.validation);
  return {.train = draw(cloud, options.n, options.noise, Rng(options.seed, "train"), place),
          .validation = draw(cloud, options.validation, options.noise,
                             Rng(options.seed, "validation"), place)};
}

}  // namespace

DataSplit spirals(const PointsOptions& options, double turns) {
  check(0.0 < turns && turns <= 100.0, "spirals: turns must be in (0, 100], got ", turns);
  return draw_split({.name = "spirals"}, options,
                    [turns](Rng& rng, std::int32_t label, std::span<double> point) {
                      const double u = rng.uniform();
                      const double side = label == 0 ? 1.0 : -1.0;
                      const double r = side * (1.0 - 12.0 / 13.0 * u);
                      point[0] = r * std::sin(2.0 * kPi * turns * u);
                      point[1] = r * std::cos(2.0 * kPi * turns * u);
                    });
}

DataSplit moons(const PointsOptions& options) {
  return draw_split({.name = "moons"}, options,
                    [](Rng& rng, std::int32_t label, std::span<double> point) {
                      const double a = kPi * rng.uniform();
                      point[0] = label == 0 ? std::cos(a) : 1.0 - std::cos(a);
                      point[1] = label == 0 ? std::sin(a) : 0.5 - std::sin(a);
                    });
}

DataSplit blobs(const PointsOptions& options, Index classes, Index features) {
  check(classes >= 2 && features >= 1, "blobs: needs at least 2 classes and 1 feature, got ",
        classes, " and ", features);
  check_memory(sizeof(double) * static_cast<double>(classes) * static_cast<double>(features),
               "blobs: classes=", classes, " and features=", features);
  std::vector<double> centres(classes * features);
  Rng rng(options.seed, "centres");
  for (double& x : centres) {
    x = rng.uniform(-5.0, 5.0);
  }
  return draw_split({.name = "blobs", .classes = classes, .features = features}, options,
                    [&](Rng& /*unused*/, std::int32_t label, std::span<double> point) {
                      std::copy_n(centres.begin() + label * features, features, point.begin());
                    });
}

namespace {

std::vector<spec::Parameter> points_parameters(std::string noise,
                                               std::vector<spec::Parameter> more) {
  return with({count_parameter("n", "1000", "training points"),
               count_parameter("validation", "1000", "validation points"),
               noise_parameter(std::move(noise), "deviation of what is added to coordinates"),
               seed_parameter("seed", "of the points; the same for all seeds of a comparison")},
              std::move(more));
}

PointsOptions points_options(const spec::Arguments& arguments) {
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
      [](const spec::Arguments& arguments) {
        return spirals(points_options(arguments), arguments.number("turns"));
      }};
}

DataEntry moons_entry() {
  return {{.name = "moons",
           .parameters = points_parameters("0.1", {}),
           .formula = "(cos a, sin a) or (1 - cos a, 1/2 - sin a)",
           .help = "two interleaved half circles in the plane"},
          [](const spec::Arguments& arguments) { return moons(points_options(arguments)); }};
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
          [](const spec::Arguments& arguments) {
            return blobs(points_options(arguments), arguments.integer("classes"),
                         arguments.integer("features"));
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
