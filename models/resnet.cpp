#include "models/resnet.h"

#include <string>

#include "core/check.h"
#include "core/memory.h"
#include "core/ops/activations.h"
#include "core/ops/arithmetic.h"
#include "core/ops/pooling.h"
#include "models/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr int kStages = 3;

Conv2dLayerOptions conv3x3(Index inputs, Index outputs, Index stride, Init init) {
  return {.inputs = inputs,
          .outputs = outputs,
          .kernel = 3,
          .stride = stride,
          .padding = 1,
          .bias = false,
          .init = init};
}

const ResNetOptions& checked(const ResNetOptions& options) {
  check(options.sample.rank() == 3,
        "resnet: a sample needs the shape (channels, height, width), got ", options.sample);
  check(options.width > 0 && options.blocks > 0, "resnet: width and blocks must be > 0, got ",
        options.width, " and ", options.blocks);
  // A block has two kernels of 3 x 3 between its channels, which double twice (1 + 4 + 16), and one
  // that is all but empty still some kilobytes.
  const auto width = static_cast<double>(options.width);
  check_memory(
      sizeof(Scalar) * static_cast<double>(options.blocks) * (2 * 9 * 21 * width * width + 1000),
      "resnet: blocks=", options.blocks, " and width=", options.width);
  return options;
}

}  // namespace

ResidualBlock::ResidualBlock(std::string name,
                             const ResidualBlockOptions& options,
                             std::uint64_t seed)
    : Module(std::move(name)),
      conv1_(member_name("conv1"),
             conv3x3(options.inputs, options.outputs, options.stride, options.init),
             seed),
      bn1_(member_name("bn1"), {.channels = options.outputs}),
      conv2_(member_name("conv2"),
             conv3x3(options.outputs, options.outputs, 1, options.init),
             seed),
      bn2_(member_name("bn2"), {.channels = options.outputs}) {
  if (options.stride != 1 || options.inputs != options.outputs) {
    projection_.emplace(member_name("downsample.0"),
                        Conv2dLayerOptions{.inputs = options.inputs,
                                           .outputs = options.outputs,
                                           .kernel = 1,
                                           .stride = options.stride,
                                           .bias = false,
                                           .init = options.init},
                        seed);
    projection_norm_.emplace(member_name("downsample.1"),
                             BatchNormOptions{.channels = options.outputs});
  }
}

Var ResidualBlock::compute(const Var& x, const Context& context) const {
  Var h = relu(bn1_.forward(conv1_.forward(x, context), context));
  h = bn2_.forward(conv2_.forward(h, context), context);
  // No relu before the sum: the branch must be able to subtract from its input.
  const Var shortcut =
      projection_ ? projection_norm_->forward(projection_->forward(x, context), context) : x;
  return relu(h + shortcut);
}

void ResidualBlock::collect(Contents& contents) const {
  collect_from(conv1_, contents);
  collect_from(bn1_, contents);
  collect_from(conv2_, contents);
  collect_from(bn2_, contents);
  if (projection_) {
    collect_from(*projection_, contents);
    collect_from(*projection_norm_, contents);
  }
}

ResNet::ResNet(const ResNetOptions& options, std::uint64_t seed)
    : Module(""),
      sample_(checked(options).sample),
      conv1_("conv1", conv3x3(sample_[0], options.width, 1, options.init), seed),
      bn1_("bn1", {.channels = options.width}),
      fc_("fc",
          {.inputs = options.width << (kStages - 1),
           .outputs = options.outputs,
           .init = options.init},
          seed) {
  Index inputs = options.width;
  for (int stage = 0; stage < kStages; ++stage) {
    const Index outputs = options.width << stage;
    for (Index block = 0; block < options.blocks; ++block) {
      blocks_.emplace_back("layer" + std::to_string(stage + 1) + "." + std::to_string(block),
                           ResidualBlockOptions{.inputs = inputs,
                                                .outputs = outputs,
                                                .stride = stage > 0 && block == 0 ? 2 : 1,
                                                .init = options.init},
                           seed);
      inputs = outputs;
    }
  }
}

Var ResNet::compute(const Var& x, const Context& context) const {
  Var h = conv1_.forward(as_samples(x, sample_, "resnet"), context);
  h = relu(bn1_.forward(h, context));
  for (const ResidualBlock& block : blocks_) {
    h = block.forward(h, context);
  }
  return fc_.forward(global_avg_pool2d(h), context);
}

void ResNet::collect(Contents& contents) const {
  collect_from(conv1_, contents);
  collect_from(bn1_, contents);
  for (const ResidualBlock& block : blocks_) {
    collect_from(block, contents);
  }
  collect_from(fc_, contents);
}

namespace {

std::unique_ptr<Module> make_resnet(const spec::Arguments& arguments,
                                    const ModelInput& input,
                                    std::uint64_t seed) {
  const ResNetOptions options{.sample = input.sample,
                              .outputs = input.outputs,
                              .width = arguments.integer("width"),
                              .blocks = arguments.integer("blocks"),
                              .init = init_of(arguments)};
  return std::make_unique<ResNet>(options, seed);
}

}  // namespace

ModelEntry resnet_entry() {
  return {{.name = "resnet",
           .parameters = {size_parameter("blocks", "1", "residual blocks per stage"),
                          size_parameter("width", "16", "channels of the first of three stages"),
                          init_parameter("he")},
           .formula = "conv 3x3, three stages of y = relu(f(x) + x), mean over the image, linear",
           .help = "residual network for small images, 6 blocks + 2 layers deep",
           .source = "He et al. 2016, section 4.2 (arXiv:1512.03385)"},
          make_resnet,
          {SampleKind::kImages}};
}

}}  // namespace anneal::ANNEAL_PRECISION
