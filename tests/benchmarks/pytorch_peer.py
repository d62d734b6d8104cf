#!/usr/bin/python3
"""The workloads of training_benchmark.cpp in PyTorch, for measuring both in one run.

    pytorch_peer.py W1_sgd|W1_adam|W2_sgd|W3_sgd|W4_adamw|W6_sgd      prints steps per second (one thread, median of 5)

Needs Debian's python3-torch, python3-numpy and libopenblas0-pthread. OpenBLAS may not know a new processor and then uses its
slowest kernels, so the AVX-512 ones are asked for where /proc/cpuinfo has them, whatever the environment says: those of AVX2,
which some environments set to be on the safe side, make W1 1.5 times slower.
"""
import os
import statistics
import sys
import time

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[variable] = "1"
with open("/proc/cpuinfo") as cpuinfo:
    if "avx512f" in cpuinfo.read():
        os.environ["OPENBLAS_CORETYPE"] = "SkylakeX"
        os.environ.pop("OPENBLAS_L2_SIZE", None)

import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

torch.set_num_threads(1)
torch.set_flush_denormal(True)
torch.manual_seed(0)


class Block(nn.Module):
    """Pre-norm attention and perceptron, d 64, 4 heads, causal."""

    def __init__(self, width, heads, length):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.register_buffer("future", torch.ones(length, length, dtype=torch.bool).triu(1))

    def forward(self, x):
        batch, length, width = x.shape
        parts = self.qkv(self.norm1(x)).reshape(batch, length, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q @ k.transpose(2, 3)) / (width // self.heads) ** 0.5
        weights = scores.masked_fill(self.future, float("-inf")).softmax(dim=3)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(batch, length, width))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Decoder(nn.Module):
    def __init__(self, vocabulary=65, length=64, width=64, layers=2, heads=4):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(length, width)
        self.blocks = nn.Sequential(*(Block(width, heads, length) for _ in range(layers)))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary, bias=False)
        self.register_buffer("index", torch.arange(length))

    def forward(self, ids):
        return self.head(self.norm(self.blocks(self.tokens(ids) + self.positions(self.index)))).flatten(0, 1)


def mlp(*widths):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


def cnn():
    layers = []
    for inputs, outputs in ((3, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(2048, 10))


def images(count, *shape):
    return torch.randn(count, *shape).abs(), torch.randint(0, 10, (count,))


def text():
    return torch.randint(0, 65, (320, 64)), torch.randint(0, 65, (320, 64))


def points():
    return torch.randn(1024, 2), torch.randn(1024, 1)


WORKLOADS = {  # model, data, batch, loss, optimizer
    "W1_sgd": (lambda: mlp(784, 256, 128, 10), lambda: images(20000, 784), 64, F.cross_entropy, "sgd"),
    "W1_adam": (lambda: mlp(784, 256, 128, 10), lambda: images(20000, 784), 64, F.cross_entropy, "adam"),
    "W2_sgd": (lenet, lambda: images(20000, 1, 28, 28), 64, F.cross_entropy, "sgd"),
    "W3_sgd": (cnn, lambda: images(640, 3, 32, 32), 64, F.cross_entropy, "sgd"),
    "W4_adamw": (Decoder, text, 16, F.cross_entropy, "adamw"),
    "W6_sgd": (lambda: mlp(2, 16, 16, 1), points, 32, F.mse_loss, "plain"),
}
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "plain": lambda p: torch.optim.SGD(p, lr=0.01),
    "adam": lambda p: torch.optim.Adam(p, lr=1e-3),
    "adamw": lambda p: torch.optim.AdamW(p, lr=1e-3),
}


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in WORKLOADS:
        sys.exit(__doc__)
    make_model, make_data, batch, loss_of, rule = WORKLOADS[sys.argv[1]]
    model, (x, y) = make_model(), make_data()
    optimizer = OPTIMIZERS[rule](model.parameters())
    batches, step = len(x) // batch, 0

    def update():
        nonlocal step
        rows = slice(step % batches * batch, (step % batches + 1) * batch)
        target = y[rows].flatten() if y.dtype == torch.int64 else y[rows]
        loss = loss_of(model(x[rows]), target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        step += 1

    begin, warm_up = time.perf_counter(), 0
    while time.perf_counter() - begin < 0.3:
        update()
        warm_up += 1
    count = max(1, int(warm_up))
    rates = []
    for _ in range(5):
        begin = time.perf_counter()
        for _ in range(count):
            update()
        rates.append(count / (time.perf_counter() - begin))
    print(f"{statistics.median(rates):.2f}")


main()
