#include "core/ops/conv2d.h"

#include <algorithm>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"
#include "core/ops/conv2d_direct.h"
#include "core/product.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using Geometry = ConvGeometry;

Geometry geometry(const Shape& x, const Shape& weight, const Conv2dOptions& options) {
  check(x.rank() == 4 && weight.rank() == 4 && x[1] == weight[1], "conv2d: input is ", x,
        ", weight is ", weight, ", which takes (B, C, H, W) and (O, C, R, S)");
  check(options.stride >= 1, "conv2d: stride must be >= 1, got ", options.stride);
  check(options.padding >= 0, "conv2d: padding must be >= 0, got ", options.padding);
  const Index height = x[2] + 2 * options.padding;
  const Index width = x[3] + 2 * options.padding;
  check(weight.size() > 0 && weight[2] <= height && weight[3] <= width, "conv2d: weight ", weight,
        " does not fit into input ", x, " with padding ", options.padding);
  return {.B = x[0],
          .C = x[1],
          .H = x[2],
          .W = x[3],
          .O = weight[0],
          .R = weight[2],
          .S = weight[3],
          .stride = options.stride,
          .padding = options.padding,
          .rows = (height - weight[2]) / options.stride + 1,
          .columns = (width - weight[3]) / options.stride + 1};
}

// The positions [begin, end) of one output axis whose input, position * stride + offset, lies
// inside of [0, extent).
struct Inside {
  Index begin, end;
};

Inside inside(Index offset, Index stride, Index extent, Index positions) {
  const Index begin = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
  const Index end = extent <= offset ? 0 : (extent - 1 - offset) / stride + 1;
  return {std::min(begin, positions), std::clamp(end, std::min(begin, positions), positions)};
}

// Calls visit(c, r, s) for every row of the patch matrix.
template <class Visit>
void for_each_tap(const Geometry& n, Visit visit) {
  for (Index c = 0; c < n.C; ++c) {
    for (Index r = 0; r < n.R; ++r) {
      for (Index s = 0; s < n.S; ++s) {
        visit(c, r, s);
      }
    }
  }
}

// One image as a matrix of patches, (C R S, H' W'): column (i, j) holds what output pixel (i, j)
// sees. Known as im2col; it turns the convolution into one matrix product.
void unfold(const Geometry& n, const Scalar* image, Scalar* patches) {
  for_each_tap(n, [&](Index c, Index r, Index s) {
    const Inside js = inside(s - n.padding, n.stride, n.W, n.columns);
    for (Index i = 0; i < n.rows; ++i, patches += n.columns) {
      const Index y = i * n.stride + r - n.padding;
      if (y < 0 || y >= n.H) {
        std::fill_n(patches, n.columns, Scalar(0));
        continue;
      }
      const Scalar* row = image + (c * n.H + y) * n.W;
      const Index x0 = s - n.padding;
      std::fill_n(patches, js.begin, Scalar(0));
      if (n.stride == 1) {
        std::copy(row + js.begin + x0, row + js.end + x0, patches + js.begin);
      } else {
        for (Index j = js.begin; j < js.end; ++j) {
          patches[j] = row[j * n.stride + x0];
        }
      }
      std::fill(patches + js.end, patches + n.columns, Scalar(0));
    }
  });
}

// The adjoint of unfold(): adds every patch to the pixels that it was taken from.
void fold(const Geometry& n, const Scalar* patches, Scalar* image) {
  for_each_tap(n, [&](Index c, Index r, Index s) {
    const Inside js = inside(s - n.padding, n.stride, n.W, n.columns);
    for (Index i = 0; i < n.rows; ++i, patches += n.columns) {
      const Index y = i * n.stride + r - n.padding;
      if (y < 0 || y >= n.H) {
        continue;
      }
      Scalar* row = image + (c * n.H + y) * n.W;
      const Index x0 = s - n.padding;
      for (Index j = js.begin; j < js.end; ++j) {
        row[j * n.stride + x0] += patches[j];
      }
    }
  });
}

// Image b of a tensor (B, O, H', W'), with one row per channel: (O, H' W').
MatrixPart image(const Geometry& n, const Tensor& t, Index b) {
  return dense_matrix(t.data() + b * n.O * n.pixels(), n.O, n.pixels());
}

// The weight as one row per output channel: (O, C R S).
MatrixPart filters(const Geometry& n, const Tensor& weight) {
  return dense_matrix(weight.data(), n.O, n.patch());
}

Tensor output(const Geometry& n, const Tensor& x, const Tensor& weight, const Tensor& bias) {
  Tensor out(Shape{n.B, n.O, n.rows, n.columns});
  Tensor patches(Shape{n.patch(), n.pixels()});
  for (Index b = 0; b < n.B; ++b) {
    unfold(n, x.data() + b * n.C * n.H * n.W, patches.data());
    // The bias goes first and the product is added to it: one pass over the output less.
    Scalar* y = out.data() + b * n.O * n.pixels();
    if (bias.has_value()) {
      for (Index o = 0; o < n.O; ++o) {
        std::fill_n(y + o * n.pixels(), n.pixels(), bias.data()[o]);
      }
    }
    multiply(filters(n, weight), matrix_of(patches),
             {.values = y, .row_step = n.pixels(), .add = bias.has_value()});
  }
  return out;
}

Tensor weight_gradient(const Geometry& n, const Tensor& x, const Tensor& g) {
  Tensor dweight = Tensor::zeros(Shape{n.O, n.C, n.R, n.S});
  Tensor patches(Shape{n.patch(), n.pixels()});
  for (Index b = 0; b < x.shape()[0]; ++b) {
    unfold(n, x.data() + b * n.C * n.H * n.W, patches.data());
    multiply(image(n, g, b), matrix_of(patches).transposed(),
             {.values = dweight.data(), .row_step = n.patch(), .add = true});
  }
  return dweight;
}

Tensor input_gradient(const Geometry& n, const Shape& x, const Tensor& weight, const Tensor& g) {
  Tensor dx = Tensor::zeros(x);
  Tensor patches(Shape{n.patch(), n.pixels()});
  for (Index b = 0; b < x[0]; ++b) {
    multiply(filters(n, weight).transposed(), image(n, g, b),
             {.values = patches.data(), .row_step = n.pixels()});
    fold(n, patches.data(), dx.data() + b * n.C * n.H * n.W);
  }
  return dx;
}

// Images inside of a batch are not aligned as whole tensors are.
using ConstImageView = Eigen::Map<const Matrix>;

Tensor bias_gradient(const Geometry& n, const Tensor& g) {
  Tensor dbias = Tensor::zeros(Shape{n.O});
  for (Index b = 0; b < g.shape()[0]; ++b) {
    as_array(dbias) +=
        ConstImageView(g.data() + b * n.O * n.pixels(), n.O, n.pixels()).rowwise().sum().array();
  }
  return dbias;
}

}  // namespace

Var conv2d(const Var& x, const Var& weight, const Var& bias, const Conv2dOptions& options) {
  const Geometry n = geometry(x.shape(), weight.shape(), options);
  check(!bias.has_value() || bias.shape() == Shape{n.O}, "conv2d: weight is ", weight.shape(),
        ", bias is ", bias.has_value() ? bias.shape() : Shape{});

  const bool direct = !options.plain && conv2d_is_direct(n);
  const Tensor offsets = bias.has_value() ? bias.value() : Tensor();
  Tensor out = direct ? conv2d_direct(n, x.value(), weight.value(), offsets)
                      : output(n, x.value(), weight.value(), offsets);

  const auto backward = [n, direct](const Node& self, const Tensor& g) {
    const bool has_bias = self.input_count() == 3;
    Gradients grads(has_bias ? 3 : 2);
    if (self.needs_grad(0)) {
      grads[0] = direct ? conv2d_direct_input_gradient(n, self.input(1), g)
                        : input_gradient(n, self.input(0).shape(), self.input(1), g);
    }
    if (self.needs_grad(1)) {
      grads[1] = direct ? conv2d_direct_weight_gradient(n, self.input(0), g)
                        : weight_gradient(n, self.input(0), g);
    }
    if (has_bias && self.needs_grad(2)) {
      grads[2] = bias_gradient(n, g);
    }
    return grads;
  };
  if (!bias.has_value()) {
    return make_op("conv2d", std::move(out), {x, weight}, backward);
  }
  return make_op("conv2d", std::move(out), {x, weight, bias}, backward);
}

}}  // namespace anneal::ANNEAL_PRECISION
