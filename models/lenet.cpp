#include "models/lenet.h"

#include "core/check.h"
#include "core/ops/activations.h"
#include "core/ops/layout.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr Index kChannels1 = 8;
constexpr Index kChannels2 = 16;
constexpr Index kHidden = 128;

const Shape& checked(const Shape& sample) {
  check(sample.rank() == 3 && sample[1] >= 4 && sample[2] >= 4,
        "lenet: a sample needs the shape (channels, height >= 4, width >= 4), got ", sample);
  return sample;
}

// What is left of the image after two pools of 2.
Index features(const Shape& sample) {
  return kChannels2 * (sample[1] / 4) * (sample[2] / 4);
}

}  // namespace

LeNet::LeNet(const LeNetOptions& options, std::uint64_t seed)
    : Module(""),
      sample_(checked(options.sample)),
      conv1_("conv1",
             {.inputs = sample_[0],
              .outputs = kChannels1,
              .kernel = 5,
              .padding = 2,
              .init = options.init},
             seed),
      pool1_("pool1", 2),
      conv2_("conv2",
             {.inputs = kChannels1,
              .outputs = kChannels2,
              .kernel = 5,
              .padding = 2,
              .init = options.init},
             seed),
      pool2_("pool2", 2),
      fc1_("fc1",
           {.inputs = features(sample_), .outputs = kHidden, .relu = true, .init = options.init},
           seed),
      fc2_("fc2", {.inputs = kHidden, .outputs = options.outputs, .init = options.init}, seed) {}

Var LeNet::compute(const Var& x, const Context& context) const {
  Var h = as_samples(x, sample_, "lenet");  // (B, C, H, W)
  // relu and max commute, value and gradient: behind the pool it sees a quarter of the numbers.
  h = relu(pool1_.forward(conv1_.forward(h, context), context));  // (B, 8, H/2, W/2)
  h = relu(pool2_.forward(conv2_.forward(h, context), context));  // (B, 16, H/4, W/4)
  h = fc1_.forward(flatten(h), context);                          // (B, 128)
  return fc2_.forward(h, context);
}

void LeNet::collect(Contents& contents) const {
  collect_from(conv1_, contents);
  collect_from(conv2_, contents);
  collect_from(fc1_, contents);
  collect_from(fc2_, contents);
}

}}  // namespace anneal::ANNEAL_PRECISION
