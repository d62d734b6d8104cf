#include "models/layers/transformer_block.h"

#include "core/check.h"
#include "core/ops/activations.h"
#include "core/ops/arithmetic.h"
#include "core/ops/sequence.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

CausalAttention::CausalAttention(std::string name, Index heads)
    : Module(std::move(name)), heads_(heads) {
  check(heads > 0, "attention: \"", this->name(), "\" needs heads > 0, got ", heads);
}

Var CausalAttention::compute(const Var& x, const Context& /*context*/) const {
  check(x.shape().rank() == 3 && x.shape()[2] % (3 * heads_) == 0, "shape error in \"", name(),
        "\": input is ", x.shape(), ", heads are ", heads_);
  return causal_attention(x, heads_);
}

// Scores and sums of values, each T^2 C multiply-adds; the masked half is computed too.
Index CausalAttention::flops(const Shape& /*input*/, const Shape& output) const {
  return 4 * output.size() * output[1];
}

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

Var TransformerBlock::feed_forward(const Var& x, const Context& context) const {
  const Var h = gelu(up_.forward(x, context));
  return dropout2_.forward(down_.forward(h, context), context);
}

Var TransformerBlock::compute(const Var& x, const Context& context) const {
  if (norm_ == NormPlace::kPre) {
    const Var h = x + attend(norm1_.forward(x, context), context);
    return h + feed_forward(norm2_.forward(h, context), context);
  }
  const Var h = norm1_.forward(x + attend(x, context), context);
  return norm2_.forward(h + feed_forward(h, context), context);
}

void TransformerBlock::collect(Contents& contents) const {
  collect_from(norm1_, contents);
  collect_from(qkv_, contents);
  collect_from(out_, contents);
  collect_from(norm2_, contents);
  collect_from(up_, contents);
  collect_from(down_, contents);
}

}}  // namespace anneal::ANNEAL_PRECISION
