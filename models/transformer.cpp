#include "models/transformer.h"

#include <numeric>
#include <string>

#include "core/check.h"
#include "core/ops/arithmetic.h"
#include "core/ops/layout.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

const TransformerOptions& checked(const TransformerOptions& options) {
  check(options.layers > 0 && options.heads > 0 && options.width > 0,
        "transformer: layers, heads and width must be > 0, got ", options.layers, ", ",
        options.heads, " and ", options.width);
  check(options.width % options.heads == 0, "transformer: ", options.heads,
        " heads do not divide the width ", options.width);
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

}}  // namespace anneal::ANNEAL_PRECISION
