#include "models/transformer.h"

#include <numeric>
#include <string>

#include "core/check.h"
#include "core/memory.h"
#include "core/ops/arithmetic.h"
#include "core/ops/layout.h"
#include "models/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

const TransformerOptions& checked(const TransformerOptions& options) {
  check(options.layers > 0 && options.heads > 0 && options.width > 0,
        "transformer: layers, heads and width must be > 0, got ", options.layers, ", ",
        options.heads, " and ", options.width);
  check(options.width % options.heads == 0, "transformer: ", options.heads,
        " heads do not divide the width ", options.width);
  // Attention has 4 products of width x width, the perceptron 2 of width x 4 width, and a block
  // that is all but empty still some kilobytes; there is a vector for each token, in and out, and
  // position.
  const auto width = static_cast<double>(options.width);
  const double numbers =
      static_cast<double>(options.layers) * (12 * width * width + 1000) +
      (2 * static_cast<double>(options.vocabulary) + static_cast<double>(options.length)) * width;
  check_memory(sizeof(Scalar) * numbers, "transformer: layers=", options.layers,
               " and width=", options.width);
  return options;
}

// 0, ..., count - 1, the ids of the positions.
Tensor counted(Index count) {
  Tensor ids(Shape{count});
  std::iota(ids.data(), ids.data() + count, Scalar{0});
  return ids;
}

}  // namespace

Transformer::Transformer(const TransformerOptions& options, std::uint64_t seed)
    : Module(""),
      length_(checked(options).length),
      tokens_("tokens", {.count = options.vocabulary, .width = options.width}, seed),
      positions_("positions", {.count = options.length, .width = options.width}, seed),
      dropout_("dropout", options.dropout),
      head_("head",
            {.inputs = options.width,
             .outputs = options.vocabulary,
             .bias = false,
             .init = options.init},
            seed) {
  for (Index layer = 0; layer < options.layers; ++layer) {
    blocks_.emplace_back("blocks." + std::to_string(layer),
                         TransformerBlockOptions{.width = options.width,
                                                 .heads = options.heads,
                                                 .norm = options.norm,
                                                 .dropout = options.dropout,
                                                 .init = options.init},
                         seed);
  }
  // Pre-norm blocks only add to h: without a last norm the head would see a sum that grows with
  // depth. A post-norm block ends with a norm of its own.
  if (options.norm == NormPlace::kPre) {
    norm_.emplace("norm", options.width);
  }
}

Var Transformer::compute(const Var& ids, const Context& context) const {
  check(ids.shape().rank() == 2 && ids.shape()[1] <= length_,
        "shape error in \"transformer\": input is ", ids.shape(), ", a sample is (T <= ", length_,
        ")");
  const Index length = ids.shape()[1];
  Var h = tokens_.forward(ids, context) +
          positions_.forward(Var(counted(length)), context);  // (B, T, C) + (T, C)
  h = dropout_.forward(h, context);
  for (const TransformerBlock& block : blocks_) {
    h = block.forward(h, context);
  }
  if (norm_) {
    h = norm_->forward(h, context);
  }
  // One row per position, as the loss wants one label per row.
  return head_.forward(reshape(h, {ids.shape().size(), -1}), context);
}

void Transformer::collect(Contents& contents) const {
  collect_from(tokens_, contents);
  collect_from(positions_, contents);
  for (const TransformerBlock& block : blocks_) {
    collect_from(block, contents);
  }
  if (norm_) {
    collect_from(*norm_, contents);
  }
  collect_from(head_, contents);
}

namespace {

std::unique_ptr<Module> make_transformer(const spec::Arguments& arguments,
                                         const ModelInput& input,
                                         std::uint64_t seed) {
  check(input.sample.rank() == 1, "transformer: a sample needs the shape (length), got ",
        input.sample);
  const TransformerOptions options{
      .vocabulary = input.outputs,
      .length = input.sample[0],
      .width = arguments.integer("width"),
      .layers = arguments.integer("layers"),
      .heads = arguments.integer("heads"),
      .norm = arguments.word("norm") == "pre" ? NormPlace::kPre : NormPlace::kPost,
      .dropout = arguments.number("dropout"),
      .init = init_of(arguments)};
  return std::make_unique<Transformer>(options, seed);
}

}  // namespace

ModelEntry transformer_entry() {
  return {{.name = "transformer",
           .parameters = {size_parameter("layers", "2", "blocks of attention and perceptron"),
                          size_parameter("width", "64", "numbers per position"),
                          size_parameter("heads", "4", "of attention; they divide the width"),
                          {.name = "norm",
                           .kind = spec::ValueKind::kWord,
                           .default_text = "pre",
                           .choices = {"pre", "post"},
                           .help = "layer norm before each part, or after each sum"},
                          dropout_parameter(),
                          init_parameter("glorot")},
           .formula = "pre: h = x + f(norm(x));  post: h = norm(x + f(x))",
           .help = "decoder that predicts the next token of a text",
           .source = "Radford et al. 2019; Xiong et al. 2020 (arXiv:2002.04745)"},
          make_transformer,
          {SampleKind::kSequences}};
}

}}  // namespace anneal::ANNEAL_PRECISION
