#include "core/ops/arithmetic.h"

#include <cmath>

#include "core/eigen_views.h"
#include "core/elementwise.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

Tensor negated(const Tensor& x) {
  return map(x, [](Scalar v) { return -v; });
}

Tensor multiplied(const Tensor& a, const Tensor& b) {
  return map_pairs(a, b, "mul", [](Scalar x, Scalar y) { return x * y; });
}

Tensor scaled(Tensor x, Scalar factor) {
  for (Scalar& v : x.values()) {
    v *= factor;
  }
  return x;
}

// The operations of one input x whose gradient is dx = factor * g.
Var linear(const char* name, Tensor out, const Var& x, Scalar factor) {
  return make_op(name, std::move(out), {x}, [factor](const Node& /*self*/, Tensor g) {
    Gradients grads(1);
    grads[0] = factor == 1 ? std::move(g) : scaled(std::move(g), factor);
    return grads;
  });
}

// maximum and minimum: `prefers(a, b)` says whether a is the one to take.
template <class Prefers>
Var choice(const char* name, const Var& a, const Var& b, Prefers prefers) {
  Tensor out = map_pairs(a.value(), b.value(), name, [prefers](Scalar x, Scalar y) {
    return x != x || prefers(x, y) ? x : y;  // x != x: NaN wins
  });
  return make_op(name, std::move(out), {a, b}, [prefers](const Node& self, Tensor g) {
    const auto share = [prefers](Scalar x, Scalar y) -> Scalar {
      return prefers(x, y) ? 1 : (x == y ? Scalar(0.5) : 0);
    };
    const Tensor& in_a = self.input(0);
    const Tensor& in_b = self.input(1);
    Gradients grads(2);
    if (self.needs_grad(0)) {
      grads[0] = multiplied(map_pairs(in_a, in_b, "choice", share), g);
    }
    if (self.needs_grad(1)) {
      grads[1] = multiplied(map_pairs(in_b, in_a, "choice", share), g);
    }
    return grads;
  });
}

}  // namespace

Var operator+(const Var& a, const Var& b) {
  Tensor out = map_pairs(a.value(), b.value(), "add", [](Scalar x, Scalar y) { return x + y; });
  return make_op("add", std::move(out), {a, b}, [](const Node& self, Tensor g) {
    Gradients grads(2);
    if (self.needs_grad(0)) {
      grads[0] = g;
    }
    if (self.needs_grad(1)) {
      grads[1] = std::move(g);
    }
    return grads;
  });
}

Var operator-(const Var& a, const Var& b) {
  Tensor out = map_pairs(a.value(), b.value(), "sub", [](Scalar x, Scalar y) { return x - y; });
  return make_op("sub", std::move(out), {a, b}, [](const Node& self, Tensor g) {
    Gradients grads(2);
    if (self.needs_grad(1)) {
      grads[1] = negated(g);
    }
    if (self.needs_grad(0)) {
      grads[0] = std::move(g);
    }
    return grads;
  });
}

Var operator*(const Var& a, const Var& b) {
  Tensor out = multiplied(a.value(), b.value());
  return make_op("mul", std::move(out), {a, b}, [](const Node& self, const Tensor& g) {
    Gradients grads(2);
    if (self.needs_grad(0)) {
      grads[0] = multiplied(g, self.input(1));
    }
    if (self.needs_grad(1)) {
      grads[1] = multiplied(g, self.input(0));
    }
    return grads;
  });
}

Var operator/(const Var& a, const Var& b) {
  const auto divide = [](Scalar x, Scalar y) { return x / y; };
  Tensor out = map_pairs(a.value(), b.value(), "div", divide);
  return make_op("div", std::move(out), {a, b}, [divide](const Node& self, const Tensor& g) {
    // Also where a wants no gradient: that of b is this times the output, without a second
    // division.
    Tensor da = map_pairs(g, self.input(1), "div", divide);  // g / b
    Gradients grads(2);
    if (self.needs_grad(1)) {
      grads[1] = map_pairs(da, self.output(), "div", [](Scalar x, Scalar y) {
        return -x * y;  // -g / b * (a / b)
      });
    }
    if (self.needs_grad(0)) {
      grads[0] = std::move(da);
    }
    return grads;
  });
}

Var operator+(const Var& a, Scalar b) {
  return linear("add", map(a.value(), [b](Scalar x) { return x + b; }), a, 1);
}
Var operator-(const Var& a, Scalar b) {
  return linear("sub", map(a.value(), [b](Scalar x) { return x - b; }), a, 1);
}
Var operator*(const Var& a, Scalar b) {
  return linear("mul", map(a.value(), [b](Scalar x) { return x * b; }), a, b);
}
Var operator/(const Var& a, Scalar b) {
  return linear("div", map(a.value(), [b](Scalar x) { return x / b; }), a, 1 / b);
}
Var operator+(Scalar a, const Var& b) {
  return b + a;
}
Var operator-(Scalar a, const Var& b) {
  return linear("sub", map(b.value(), [a](Scalar x) { return a - x; }), b, -1);
}
Var operator*(Scalar a, const Var& b) {
  return b * a;
}
Var operator/(Scalar a, const Var& b) {
  Tensor out = map(b.value(), [a](Scalar x) { return a / x; });
  return make_op("div", std::move(out), {b}, [](const Node& self, Tensor g) {
    g = update(std::move(g), self.output(), [](Scalar x, Scalar y) { return -x * y; });
    Gradients grads(1);
    grads[0] = update(std::move(g), self.input(0), [](Scalar x, Scalar b_i) { return x / b_i; });
    return grads;
  });
}

Var operator-(const Var& a) {
  return linear("neg", negated(a.value()), a, -1);
}

Var maximum(const Var& a, const Var& b) {
  return choice("maximum", a, b, [](Scalar x, Scalar y) { return x > y; });
}

Var minimum(const Var& a, const Var& b) {
  return choice("minimum", a, b, [](Scalar x, Scalar y) { return x < y; });
}

namespace {

Scalar power(Scalar x, Scalar p) {
  return p == 2 ? x * x : std::pow(x, p);  // squares are common, and std::pow is slow
}

// An operation of one input whose gradient is dx_i = slope(g_i, of_i), where `of` is its input or
// its output.
enum class SlopeOf { kInput, kOutput };

template <SlopeOf of, class Slope>
Var unary(const char* name, Tensor out, const Var& x, Slope slope) {
  return make_op(name, std::move(out), {x}, [slope](const Node& self, Tensor g) {
    Gradients grads(1);
    grads[0] = update(std::move(g), of == SlopeOf::kInput ? self.input(0) : self.output(), slope);
    return grads;
  });
}

}  // namespace

Var exp(const Var& x) {
  Tensor out(x.shape());
  as_array(out) = as_array(x.value()).exp();
  return unary<SlopeOf::kOutput>("exp", std::move(out), x,
                                 [](Scalar g, Scalar y) { return g * y; });
}

Var log(const Var& x) {
  Tensor out(x.shape());
  as_array(out) = as_array(x.value()).log();
  return unary<SlopeOf::kInput>("log", std::move(out), x, [](Scalar g, Scalar v) { return g / v; });
}

Var sqrt(const Var& x) {
  return unary<SlopeOf::kOutput>("sqrt", map(x.value(), [](Scalar v) { return std::sqrt(v); }), x,
                                 [](Scalar g, Scalar y) { return g / (2 * y); });
}

Var pow(const Var& x, Scalar p) {
  return unary<SlopeOf::kInput>(
      "pow", map(x.value(), [p](Scalar v) { return power(v, p); }), x,
      [p](Scalar g, Scalar v) { return p == 0 ? 0 : g * p * power(v, p - 1); });
}

Var abs(const Var& x) {
  return unary<SlopeOf::kInput>(
      "abs", map(x.value(), [](Scalar v) { return std::abs(v); }), x,
      [](Scalar g, Scalar v) -> Scalar { return v > 0 ? g : (v < 0 ? -g : 0); });
}

}}  // namespace anneal::ANNEAL_PRECISION
