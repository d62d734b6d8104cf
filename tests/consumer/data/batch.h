#pragma once

namespace consumer {
struct Batch {
  int size = 32;
};
}  // namespace consumer
