#include "models/problems/catalogue.h"

#include "core/text.h"
#include "models/problems/plane.h"
#include "models/problems/quadratic.h"
#include "models/problems/uv_model.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using spec::Arguments;
using spec::Parameter;
using spec::ValueKind;

Parameter start_parameter(const char* default_text, const char* help = "where it begins: [x, y]") {
  return {.name = "start", .kind = ValueKind::kNumbers, .default_text = default_text, .help = help};
}

PlaneStart plane_start(const Arguments& arguments) {
  const std::vector<double> start = arguments.numbers("start");
  if (start.size() != 2) {
    throw arguments.error("start", join_text("needs two numbers [x, y], got ", start.size()));
  }
  return {.x = start[0], .y = start[1]};
}

std::unique_ptr<Problem> make_plane(PlaneProblem::Function function,
                                    const Arguments& arguments,
                                    const std::vector<std::vector<double>>& minima) {
  return std::make_unique<PlaneProblem>(function, plane_start(arguments), minima);
}

std::unique_ptr<Problem> make_beale(const Arguments& arguments) {
  return make_plane(beale, arguments, {{3, 0.5}});
}

std::unique_ptr<Problem> make_himmelblau(const Arguments& arguments) {
  return make_plane(himmelblau, arguments,
                    {{3, 2},
                     {-2.805118086952745, 3.131312518250573},
                     {-3.779310253377747, -3.2831859912861696},
                     {3.5844283403304917, -1.8481265269644036}});
}

std::unique_ptr<Problem> make_booth(const Arguments& arguments) {
  return make_plane(booth, arguments, {{1, 3}});
}

std::unique_ptr<Problem> make_saddle(const Arguments& arguments) {
  return make_plane(saddle, arguments, {});
}

std::unique_ptr<Problem> make_rosenbrock(const Arguments& arguments) {
  const RosenbrockOptions options{.a = arguments.number("a"), .b = arguments.number("b")};
  return std::make_unique<RosenbrockProblem>(options, plane_start(arguments));
}

std::vector<Parameter> quadratic_parameters() {
  return {{.name = "spectrum",
           .kind = ValueKind::kNumbers,
           .default_text = "[1, 0.1]",
           .help = "curvatures: quadratic(1, 0.3, 0.1)",
           .rest = true,
           .positional = true},
          {.name = "terms",
           .kind = ValueKind::kInteger,
           .default_text = "none",
           .range = spec::between(1, 1e7),
           .help = "instead of a spectrum: h_i = i^-power for i = 1, ..., terms",
           .optional = true},
          {.name = "power", .default_text = "1", .help = "of the generated spectrum"},
          start_parameter("[1]", "where it begins; one number stands for all")};
}

std::vector<Parameter> noisy_parameters() {
  std::vector<Parameter> parameters = quadratic_parameters();
  parameters.push_back({.name = "noise",
                        .default_text = "1",
                        .range = spec::at_least(0),
                        .help = "deviation of the gradient noise of one sample"});
  parameters.push_back({.name = "batch",
                        .default_text = "1",
                        .range = spec::above(0),
                        .help = "samples that the noise is averaged over"});
  parameters.push_back({.name = "shape",
                        .kind = ValueKind::kWord,
                        .default_text = "hessian",
                        .choices = {"hessian", "identity"},
                        .help = "variance noise^2 h_i / batch, or noise^2 / batch"});
  return parameters;
}

QuadraticOptions quadratic_options(const Arguments& arguments) {
  QuadraticOptions options{.spectrum = arguments.numbers("spectrum"),
                           .start = arguments.numbers("start")};
  if (arguments.has("terms")) {
    if (arguments.given("spectrum")) {
      throw arguments.error("terms", "give a spectrum or terms, not both");
    }
    options.spectrum = power_spectrum(arguments.integer("terms"), arguments.number("power"));
  }
  if (options.start.size() != 1 && options.start.size() != options.spectrum.size()) {
    throw arguments.error("start", join_text("needs one number or ", options.spectrum.size(),
                                             ", got ", options.start.size()));
  }
  return options;
}

std::unique_ptr<Problem> make_quadratic(const Arguments& arguments) {
  return std::make_unique<Quadratic>(quadratic_options(arguments));
}

std::unique_ptr<Problem> make_noisy_quadratic(const Arguments& arguments) {
  QuadraticOptions options = quadratic_options(arguments);
  options.noise = arguments.number("noise");
  options.batch = arguments.number("batch");
  options.shape =
      arguments.word("shape") == "hessian" ? NoiseShape::kHessian : NoiseShape::kIdentity;
  return std::make_unique<Quadratic>(options);
}

std::unique_ptr<Problem> make_uv(const Arguments& arguments) {
  return std::make_unique<UvModel>(UvModelOptions{.width = arguments.integer("width"),
                                                  .curvature = arguments.number("curvature"),
                                                  .output = arguments.number("output")});
}

}  // namespace

const std::vector<ProblemEntry>& problem_catalogue() {
  static const std::vector<ProblemEntry> rows{
      {{.name = "quadratic",
        .parameters = quadratic_parameters(),
        .formula = "1/2 sum_i h_i x_i^2",
        .help = "a bowl with any curvatures"},
       make_quadratic},
      {{.name = "noisy_quadratic",
        .parameters = noisy_parameters(),
        .formula = "1/2 sum_i h_i x_i^2 + sum_i xi_i x_i, xi fresh at every step",
        .help = "the noisy quadratic model of minibatch training",
        .source = "Zhang et al. 2019 (arXiv:1907.04164)"},
       make_noisy_quadratic},
      {{.name = "uv",
        .parameters = {{.name = "width",
                        .kind = ValueKind::kInteger,
                        .default_text = "512",
                        .range = spec::at_least(2),
                        .help = "n, even"},
                       {.name = "curvature",
                        .default_text = "2",
                        .range = spec::above(0),
                        .help = "lambda at the start"},
                       {.name = "output", .default_text = "1", .help = "f at the start"}},
        .formula = "f^2 / 2, f = u . v / sqrt(n)",
        .help = "two-layer linear network: the catapult",
        .source = "Lewkowycz et al. 2020 (arXiv:2003.02218)"},
       make_uv},
      {{.name = "rosenbrock",
        .parameters = {{.name = "a", .default_text = "1", .help = "the valley's floor: (a, a^2)"},
                       {.name = "b",
                        .default_text = "100",
                        .range = spec::above(0),
                        .help = "steepness of its walls"},
                       start_parameter("[-1.2, 1]")},
        .formula = "(a - x)^2 + b (y - x^2)^2",
        .help = "a curved valley; lowest at (1, 1)",
        .source = "Rosenbrock 1960"},
       make_rosenbrock},
      {{.name = "beale",
        .parameters = {start_parameter("[1, 1]")},
        .formula = "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
        .help = "plateaus and a steep rim; lowest at (3, 0.5)",
        .source = "Beale 1958"},
       make_beale},
      {{.name = "himmelblau",
        .parameters = {start_parameter("[0, 0]")},
        .formula = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        .help = "four valleys of equal depth, one at (3, 2)",
        .source = "Himmelblau 1972"},
       make_himmelblau},
      {{.name = "booth",
        .parameters = {start_parameter("[0, 0]")},
        .formula = "(x + 2 y - 7)^2 + (2 x + y - 5)^2",
        .help = "a tilted bowl with curvatures 2 and 18; lowest at (1, 3)"},
       make_booth},
      {{.name = "saddle",
        .parameters = {start_parameter("[1, 0.001]")},
        .formula = "x^2 - y^2",
        .help = "a saddle at (0, 0), unbounded below along y"},
       make_saddle},
  };
  return rows;
}

std::unique_ptr<Problem> make_problem(const spec::Expr& expr) {
  const ProblemEntry& row = spec::find_entry(expr, "problem", problem_catalogue());
  return row.make(spec::bind(expr, row.signature));
}

}}  // namespace anneal::ANNEAL_PRECISION
