#include "models/transformer.h"

#include <numeric>
#include <string>

#include "core/check.h"
#include "core/ops/activations.h"
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

TransformerBlock::TransformerBlock(std::string name,
                                   const TransformerBlockOptions& options,
                                   std::uint64_t seed)
    : Module(std::move(name)),
      norm_(options.norm),
      norm1_(member_name("norm1"), options.width),
      qkv_(member_name("qkv"),
           {.inputs = options.width, .outputs = 3 * options.width, .init = options.init},
           seed),
      attention_(member_name("attention"), options.heads),
      out_(member_name("out"),
           {.inputs = options.width, .outputs = options.width, .init = options.init},
           seed),
      dropout1_(member_name("dropout1"), options.dropout),
      norm2_(member_name("norm2"), options.width),
      up_(member_name("up"),
          {.inputs = options.width, .outputs = 4 * options.width, .init = options.init},
          seed),
      down_(member_name("down"),
            {.inputs = 4 * options.width, .outputs = options.width, .init = options.init},
            seed),
      dropout2_(member_name("dropout2"), options.dropout) {}

Var TransformerBlock::attend(const Var& x, const Context& context) const {
  const Var mixed = attention_.forward(qkv_.forward(x, context), context);
  return dropout1_.forward(out_.forward(mixed, context), context);
}

Var TransformerBlock::think(const Var& x, const Context& context) const {
  const Var h = gelu(up_.forward(x, context));
  return dropout2_.forward(down_.forward(h, context), context);
}

Var TransformerBlock::compute(const Var& x, const Context& context) const {
  if (norm_ == NormPlace::kPre) {
    const Var h = x + attend(norm1_.forward(x, context), context);
    return h + think(norm2_.forward(h, context), context);
  }
  const Var h = norm1_.forward(x + attend(x, context), context);
  return norm2_.forward(h + think(h, context), context);
}

void TransformerBlock::collect(Contents& contents) const {
  collect_from(norm1_, contents);
  collect_from(qkv_, contents);
  collect_from(out_, contents);
  collect_from(norm2_, contents);
  collect_from(up_, contents);
  collect_from(down_, contents);
}

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
