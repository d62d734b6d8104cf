#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/state.h"
#include "core/var.h"
#include "models/context.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A value that a module carries but does not train, such as batch norm's running mean. The Var is
/// a constant; it is saved and loaded with the parameters.
struct NamedBuffer {
  std::string name;
  Var var;
};
using NamedBuffers = std::vector<NamedBuffer>;

/// What a module is made of, under full names, in order of use.
struct Contents {
  NamedParameters parameters;
  NamedBuffers buffers;
};

/// A function with trainable parameters: a layer, or a model made of layers.
///
/// A module knows its full name from construction: it is the prefix of its parameters' names
/// ("layers.0" owns "layers.0.weight"), is quoted in error messages, and names its random streams.
/// Parameters are Vars, which are handles: a const module can be trained, but not rebuilt.
/// Modules move, and do not copy (a copy would share its parameters with the original).
class Module {
 public:
  virtual ~Module() = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  /// The module's function of `x`. Under Mode::kTrain it may advance the buffers.
  ///
  /// Throws std::invalid_argument naming the layer, its input and its weight if they do not fit:
  /// shape error in "layers.1": input is (32, 64), weight is (10, 128)
  Var forward(const Var& x, const Context& context) const;

  /// Full name; empty for a whole model.
  const std::string& name() const { return name_; }
  Contents contents() const;

 protected:
  explicit Module(std::string name) : name_(std::move(name)) {}
  Module(Module&&) noexcept = default;
  Module& operator=(Module&&) noexcept = default;

  /// "layers.0" + "weight" -> "layers.0.weight"; the empty name adds nothing.
  std::string member_name(const std::string& member) const;
  /// Adds what `part` is made of to `contents`.
  static void collect_from(const Module& part, Contents& contents) { part.collect(contents); }

 private:
  virtual Var compute(const Var& x, const Context& context) const = 0;
  virtual void collect(Contents& contents) const = 0;
  /// For the summary: "linear", "conv2d"; empty for a module that consists of others, which report
  /// themselves.
  virtual std::string kind() const { return ""; }
  virtual Index flops(const Shape& input, const Shape& output) const;

  std::string name_;
};

/// The trainable parameters under their full names, in order of use. The Vars are the module's own:
/// an optimizer that changes them changes the module.
NamedParameters parameters_of(const Module& module);
NamedBuffers buffers_of(const Module& module);

/// How many numbers the module trains.
Index parameter_count(const Module& module);

/// A batch in the sample shape that `model` was built for: (B, 784) and (B, 1, 28, 28) both become
/// (B, sample...). A batch that has it already is returned as it is.
///
/// Throws std::invalid_argument if a sample of x has another number of elements:
/// shape error in "lenet": input is (32, 100), a sample is (1, 28, 28)
Var as_samples(const Var& x, const Shape& sample, const char* model);

/// The shape of a batch of `count` samples: (count, sample...).
Shape batch_shape(Index count, const Shape& sample);

/// One line per layer, in order of use: what it gives out for a batch of one, how many numbers it
/// trains, and what one forward pass costs. Found by running one sample in evaluation mode.
///
/// Units: floating-point operations of products, per sample; a multiply-add counts as two.
/// Activations, pools and norms are not counted.
std::vector<LayerSummary> summarize(const Module& model, const Shape& sample);

/// The summary as aligned text with a line of totals.
///
///     layer     kind    output     parameters  flops
///     layers.0  linear  (1, 256)   200960      401408
std::string summary_table(const Module& model, const Shape& sample);

/// A copy of all parameters and buffers under their full names, in order of use.
State state_of(const Module& module);

/// Sets all parameters and buffers from `state`; `what` names it in errors (a file, say).
///
/// All or nothing: everything is checked before the first value changes. Throws
/// std::invalid_argument naming the tensor if one is missing, is not part of the model, or has
/// another shape:
/// init.safetensors: "layers.0.weight" is (256, 100), the model needs (256, 784)
void load_state_into(const Module& module, const State& state, std::string_view what);

}}  // namespace anneal::ANNEAL_PRECISION
