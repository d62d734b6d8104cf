#!/usr/bin/python3
"""Writes ops.safetensors and dtypes.safetensors: what PyTorch computes for the operations that are hard to do by hand.

    ops_golden.py [FOLDER]        made with PyTorch 1.13 (Debian 12), in double

For a case NAME: the inputs NAME.x, NAME.weight .., the output NAME.y, and for L = sum(y * NAME.v) the gradients
NAME.dx, NAME.dweight ... tests/core/ops_golden_test.cpp reads them.
"""
import pathlib
import sys

import numpy as np
import torch
from torch.nn import functional as F

import safetensors

folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
folder = folder if folder.is_dir() else folder.parent
torch.manual_seed(1)
tensors = {}


def random(*shape):
    return torch.randn(shape, dtype=torch.float64)


def record(case, function, **inputs):
    leaves = {name: value.clone().requires_grad_() for name, value in inputs.items()}
    y = function(**leaves)
    v = random(*y.shape)
    (y * v).sum().backward()
    tensors[f"{case}.y"], tensors[f"{case}.v"] = y, v
    for name, leaf in leaves.items():
        tensors[f"{case}.{name}"] = leaf
        tensors[f"{case}.d{name}"] = leaf.grad


record("gelu", F.gelu, x=torch.linspace(-6, 6, 25, dtype=torch.float64))
record("log_softmax", lambda x: F.log_softmax(x, -1), x=random(3, 5) * 4)
labels = torch.tensor([4, 0, 2])
record("cross_entropy", lambda x: F.cross_entropy(x, labels), x=random(3, 5))
record("cross_entropy_smoothed", lambda x: F.cross_entropy(x, labels, label_smoothing=0.1), x=random(3, 5))
targets = random(3, 5).softmax(-1)
tensors["cross_entropy_soft.targets"] = targets
record("cross_entropy_soft", lambda x: F.cross_entropy(x, targets, label_smoothing=0.2), x=random(3, 5))
for case, shape, weight, stride, padding in (("conv2d", (2, 3, 6, 7), (4, 3, 3, 2), 1, 0),
                                             ("conv2d_padded", (2, 2, 5, 5), (3, 2, 5, 5), 1, 2),
                                             ("conv2d_strided", (2, 2, 8, 7), (3, 2, 3, 3), 2, 1),
                                             ("conv2d_far", (1, 1, 5, 4), (2, 1, 2, 2), 3, 2)):
    record(case, lambda x, weight, bias: F.conv2d(x, weight, bias, stride=stride, padding=padding),
           x=random(*shape), weight=random(*weight), bias=random(weight[0]))
record("max_pool2d", lambda x: F.max_pool2d(x, 2), x=random(2, 3, 6, 7))
record("max_pool2d_overlapping", lambda x: F.max_pool2d(x, 3, stride=2, padding=1), x=random(2, 2, 7, 6))

arrays = {name: value.detach().numpy() for name, value in tensors.items()}
safetensors.write(folder / "ops.safetensors", arrays, {"torch": torch.__version__})

numbers = torch.tensor([[1.5, -0.333251953125, 65504.0], [6.103515625e-05, 5.960464477539063e-08, float("-inf")]])
bfloat = numbers.to(torch.bfloat16)
safetensors.write(folder / "dtypes.safetensors", {
    "f64": numbers.double().numpy(), "f32": numbers.numpy(), "f16": numbers.half().numpy(),
    "bf16": ("BF16", bfloat.view(torch.int16).numpy().astype(np.uint16)), "empty": np.zeros((0, 3), np.float32),
}, {"torch": torch.__version__, "note": "the same six numbers"})
print(bfloat.double().tolist())
