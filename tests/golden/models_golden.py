#!/usr/bin/env python3
"""Writes models.txt: what PyTorch computes, in double, for models with given weights.

    /usr/bin/python3 tests/golden/models_golden.py > tests/golden/models.txt

Weights and inputs come from pattern(), which the tests repeat, so only results are stored. One line per result:
name, then numbers. Of a gradient the line holds its norm, its product with a pattern, and its first four entries.
"""
import torch

torch.set_default_dtype(torch.float64)


def pattern(shape, salt, scale):
    """Element i is scale * (((7919 i + 104729 salt) mod 2003) / 2003 - 1/2), i counted row-major."""
    count = int(torch.tensor(shape).prod()) if len(shape) else 1
    i = torch.arange(count, dtype=torch.int64)
    return (scale * (((7919 * i + 104729 * salt) % 2003).double() / 2003 - 0.5)).reshape(shape)


def fill(parameters):
    """The k-th parameter becomes pattern(k + 1), scaled so that activations neither die nor explode."""
    for k, (_, parameter) in enumerate(parameters):
        fan_in = parameter[0].numel() if parameter.dim() > 1 else 4
        parameter.data = pattern(parameter.shape, k + 1, 3.0 / fan_in**0.5)


def emit(name, numbers):
    print(name, *(repr(float(number)) for number in numbers))


def emit_gradients(prefix, parameters):
    for name, parameter in parameters:
        g = parameter.grad.reshape(-1)
        probe = pattern(g.shape, 99, 1.0)
        emit(f"{prefix}.grad.{name}", [g.norm(), g @ probe, *g[:4]])


def classifier(prefix, forward, parameters, x, labels):
    fill(parameters)
    logits = forward(x)
    loss = torch.nn.functional.cross_entropy(logits, labels)
    loss.backward()
    emit(f"{prefix}.logits", logits.detach().reshape(-1))
    emit(f"{prefix}.loss", [loss])
    emit_gradients(prefix, parameters)


def named(*layers):
    return [(f"{name}.{kind}", parameter) for name, layer in layers for kind, parameter in layer.named_parameters()]


def mlp():
    a, b, c = torch.nn.Linear(20, 16), torch.nn.Linear(16, 12), torch.nn.Linear(12, 5)
    forward = lambda x: c(torch.nn.functional.gelu(b(torch.nn.functional.gelu(a(x)))))
    parameters = named(("layers.0", a), ("layers.1", b), ("layers.2", c))
    classifier("mlp", forward, parameters, pattern((6, 20), 50, 2.0), torch.arange(6) % 5)


def lenet():
    conv1, conv2 = torch.nn.Conv2d(1, 8, 5, padding=2), torch.nn.Conv2d(8, 16, 5, padding=2)
    fc1, fc2 = torch.nn.Linear(784, 128), torch.nn.Linear(128, 10)

    def forward(x):
        h = torch.max_pool2d(torch.relu(conv1(x)), 2)
        h = torch.max_pool2d(torch.relu(conv2(h)), 2)
        return fc2(torch.relu(fc1(h.flatten(1))))

    parameters = named(("conv1", conv1), ("conv2", conv2), ("fc1", fc1), ("fc2", fc2))
    classifier("lenet", forward, parameters, pattern((3, 1, 28, 28), 51, 2.0), torch.arange(3) % 10)


print(f"# torch {torch.__version__}")
mlp()
lenet()
