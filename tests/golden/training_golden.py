#!/usr/bin/python3
"""PyTorch's loss curves for tests/training/pytorch_test.cpp: run by hand, its output is committed.

    training_golden.py OUT.safetensors                            data-free: 256 samples of 5 noisy classes
    training_golden.py OUT.safetensors --fashion-mnist FOLDER     the first 512 training images (for a check by hand)

Full-batch training of an MLP in double for 50 updates, under warmup over 10 updates and then a cosine to zero, from
initial weights (and synthetic inputs) that are exact in float. OUT holds the initial parameters under the names that
anneal uses; inputs, labels, and the loss before each update, curve.sgd and curve.adamw, with them in the data-free case,
else the curves are printed as step,sgd,adamw. Needs Debian's python3-torch; made with version 1.13.

By hand, with --fashion-mnist: anneal train --data "fashion-mnist(train=512)" --model "mlp(32, 16)" --batch-size full
--updates 50 --schedule "warmup(10it) then cosine" --init OUT --optimizer "sgd(lr=0.1, momentum=0.9, weight_decay=1e-3)"
or "adamw(lr=0.01, weight_decay=0.1)" gives these losses within 2e-6 in float and 6e-15 in double (relative).
"""
import argparse
import gzip
import json
import math
import struct

import torch

UPDATES, WARMUP = 50, 10


def multiplier(t):
    if t < WARMUP:
        return t / WARMUP
    return 0.5 * (1 + math.cos(math.pi * (t - WARMUP) / (UPDATES - WARMUP)))


def synthetic():
    labels = torch.arange(256) % 5
    centres = torch.randn(5, 20)
    return (0.4 * centres[labels] + torch.randn(256, 20)).double(), labels, [20, 32, 16, 5]


def fashion_mnist(folder, count=512):
    with gzip.open(folder + "/train-images-idx3-ubyte.gz") as f:
        images = torch.tensor(list(f.read(16 + 784 * count)[16:]), dtype=torch.float32).view(count, 784)
    with gzip.open(folder + "/train-labels-idx1-ubyte.gz") as f:
        labels = torch.tensor(list(f.read(8 + count)[8:]))
    return (images.double() / 255 - 0.2860) / 0.3530, labels, [784, 32, 16, 10]


def train(initial, inputs, labels, make_optimizer, base):
    parameters = [p.clone().double().requires_grad_() for p in initial]
    optimizer = make_optimizer(parameters)
    curve = []
    for t in range(UPDATES):
        h = inputs
        for i in range(0, len(parameters), 2):
            h = torch.nn.functional.linear(h, parameters[i], parameters[i + 1])
            if i + 2 < len(parameters):
                h = torch.relu(h)
        loss = torch.nn.functional.cross_entropy(h, labels)
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = base * multiplier(t)
        optimizer.step()
        curve.append(loss.item())
    return torch.tensor(curve, dtype=torch.float64)


def save(path, tensors):
    header, offset, blobs = {}, 0, []
    for name, tensor in tensors.items():
        kind, code = ("F32", "f") if tensor.dtype == torch.float32 else ("F64", "d")
        blob = struct.pack(f"<{tensor.numel()}{code}", *tensor.flatten().tolist())
        header[name] = {"dtype": kind, "shape": list(tensor.shape),
                        "data_offsets": [offset, offset + len(blob)]}
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--fashion-mnist")
    args = parser.parse_args()

    torch.manual_seed(1)
    inputs, labels, widths = fashion_mnist(args.fashion_mnist) if args.fashion_mnist else synthetic()
    layers = [torch.nn.Linear(a, b) for a, b in zip(widths, widths[1:])]
    initial = [p.detach() for layer in layers for p in (layer.weight, layer.bias)]
    sgd = train(initial, inputs, labels,
                lambda p: torch.optim.SGD(p, 1.0, momentum=0.9, weight_decay=1e-3), 0.1)
    adamw = train(initial, inputs, labels, lambda p: torch.optim.AdamW(p, 1.0, weight_decay=0.1), 0.01)
    tensors = {} if args.fashion_mnist else {"inputs": inputs.float(), "labels": labels.float()}
    for i, layer in enumerate(layers):
        tensors[f"layers.{i}.weight"], tensors[f"layers.{i}.bias"] = layer.weight.detach(), layer.bias.detach()
    if args.fashion_mnist:
        save(args.out, tensors)
        for t in range(UPDATES):
            print(f"{t},{sgd[t].item()!r},{adamw[t].item()!r}")
    else:
        save(args.out, tensors | {"curve.sgd": sgd, "curve.adamw": adamw})
        print("sgd", sgd[0].item(), "->", sgd[-1].item(), " adamw", adamw[0].item(), "->", adamw[-1].item())
