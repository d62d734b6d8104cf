#include "models/module.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "core/check.h"
#include "core/ops/layout.h"
#include "core/text.h"

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

Var Module::forward(const Var& x, const Context& context) const {
  check(x.has_value(), "model: the input of \"", name_, "\" has no value");
  Var y = compute(x, context);
  if (context.trace != nullptr && !kind().empty()) {
    context.trace->push_back({.name = name_,
                              .kind = kind(),
                              .output = y.shape(),
                              .parameters = parameter_count(*this),
                              .flops = flops(x.shape(), y.shape())});
  }
  return y;
}

Contents Module::contents() const {
  Contents contents;
  collect(contents);
  return contents;
}

std::string Module::member_name(const std::string& member) const {
  return name_.empty() ? member : name_ + "." + member;
}

Index Module::flops(const Shape& /*input*/, const Shape& /*output*/) const {
  return 0;
}

NamedParameters parameters_of(const Module& module) {
  return module.contents().parameters;
}

NamedBuffers buffers_of(const Module& module) {
  return module.contents().buffers;
}

Index parameter_count(const Module& module) {
  Index count = 0;
  for (const NamedParameter& parameter : parameters_of(module)) {
    count += parameter.var.value().size();
  }
  return count;
}

Shape batch_shape(Index count, const Shape& sample) {
  check(sample.rank() < Shape::kMaxRank, "model: a sample's rank must be < ", Shape::kMaxRank,
        ", got ", sample);
  std::array<Index, Shape::kMaxRank> extents{count};
  std::ranges::copy(sample.extents(), extents.begin() + 1);
  return Shape(std::span<const Index>(extents.data(), sample.rank() + 1));
}

Var as_samples(const Var& x, const Shape& sample, const char* model) {
  const Shape& shape = x.shape();
  check(shape.rank() >= 1 && shape.size() == shape[0] * sample.size(), "shape error in \"", model,
        "\": input is ", shape, ", a sample is ", sample);
  const Shape wanted = batch_shape(shape[0], sample);
  return shape == wanted ? x : reshape(x, wanted);
}

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

namespace {

std::vector<NamedBuffer> values_of(const Module& module) {
  Contents contents = module.contents();
  std::vector<NamedBuffer> values;
  for (NamedParameter& parameter : contents.parameters) {
    values.push_back({std::move(parameter.name), std::move(parameter.var)});
  }
  std::ranges::move(contents.buffers, std::back_inserter(values));
  return values;
}

}  // namespace

State state_of(const Module& module) {
  State state;
  for (const NamedBuffer& entry : values_of(module)) {
    state.tensors.push_back({entry.name, entry.var.value()});
  }
  return state;
}

void load_state_into(const Module& module, const State& state, std::string_view what) {
  std::vector<NamedBuffer> values = values_of(module);
  for (const NamedBuffer& entry : values) {
    const Tensor* tensor = state.find(entry.name);
    check(tensor != nullptr, what, ": \"", entry.name, "\" ", entry.var.shape(), " is missing");
    check(tensor->shape() == entry.var.shape(), what, ": \"", entry.name, "\" is ", tensor->shape(),
          ", the model needs ", entry.var.shape());
  }
  for (const NamedTensor& tensor : state.tensors) {
    check(std::ranges::find(values, tensor.name, &NamedBuffer::name) != values.end(), what, ": \"",
          tensor.name, "\" ", tensor.value.shape(), " is not part of the model");
  }
  // Only now, when nothing can fail any more: a refused state leaves the model as it was.
  for (NamedBuffer& entry : values) {
    entry.var.mutable_value() = state.at(entry.name);
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
