#include "models/summary.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "models/layers/samples.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using Row = std::array<std::string, 5>;

std::string aligned(const std::vector<Row>& rows) {
  std::array<std::size_t, 5> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace

std::vector<LayerSummary> summarize(const Module& model, const Shape& sample) {
  std::vector<LayerSummary> layers;
  const NoGrad no_grad;
  model.forward(Var(Tensor::zeros(batch_shape(1, sample))),
                {.mode = Mode::kEvaluate, .trace = &layers});
  return layers;
}

std::string summary_table(const Module& model, const Shape& sample) {
  std::vector<Row> rows{{"layer", "kind", "output", "parameters", "flops"}};
  Index flops = 0;
  for (const LayerSummary& layer : summarize(model, sample)) {
    rows.push_back({layer.name, layer.kind, to_text(layer.output), to_text(layer.parameters),
                    to_text(layer.flops)});
    flops += layer.flops;
  }
  rows.push_back({"total", "", "", to_text(parameter_count(model)), to_text(flops)});
  return aligned(rows);
}

}}  // namespace anneal::ANNEAL_PRECISION
