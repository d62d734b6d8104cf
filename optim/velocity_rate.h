#pragma once

namespace anneal {

/// Where the learning rate meets the velocity of a rule with momentum, d being the rule's step.
///
///   kOutside   v = mu v + d,      p -= lr v
///   kInside    v = mu v + lr d,   p -= v
///
/// Outside, as in PyTorch, a new rate acts on the whole velocity at once; inside, as in Keras, what
/// is in the velocity keeps its old rate.
/// Equal for a constant rate. After a drop of the rate, kInside keeps moving at the old one for
/// about 1 / (1 - mu) updates.
enum class VelocityRate { kOutside, kInside };

}  // namespace anneal
