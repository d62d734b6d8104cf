#pragma once

namespace consumer {
struct Module {
  int layers = 1;
};
}  // namespace consumer
