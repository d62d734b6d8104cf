// The least of it: anneal's grammar and its shapes.

#include <cstdio>

#include <anneal/core/shape.h>
#include <anneal/core/spec/parse.h>

#include "own_headers.h"

int main() {
  const anneal::spec::Expr model = anneal::spec::parse("mlp(256, 128)");
  const anneal::Shape shape{2, 3};
  std::printf("%s has %zu arguments, the shape %d elements\n", model.text.c_str(),
              model.arguments.size(), static_cast<int>(shape.size()));
  return model.arguments.size() == 2 && shape.size() == 6 ? 0 : 1;
}
