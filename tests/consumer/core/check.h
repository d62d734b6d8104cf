// The consumer's own header, under the name of one of anneal's: neither may take the other's place.
#pragma once

#define CONSUMER_CORE_CHECK 1

namespace consumer {
constexpr bool check(int value) {
  return value == 1;
}
}  // namespace consumer
