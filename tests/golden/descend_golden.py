#!/usr/bin/env python3
"""Writes descend.tsv: 200 updates of PyTorch's optimizers on Rosenbrock's function under a cosine rate, in double.

Run with PyTorch when a case is added; the table is committed, so the tests need no Python:

    python3 tests/golden/descend_golden.py > tests/golden/descend.tsv

Columns, separated by tabs: optimizer, step, x, y, loss, lr. A row is the state before update `step`, from autograd, and the
rate of that update, base (1 + cos(pi step / 200)) / 2; the last row has none.
"""
import math

import torch

UPDATES = 200
SHOWN = (0, 1, 2, 3, 5, 10, 20, 50, 100, 150, 199, 200)

o = torch.optim
CASES = [
    ("sgd(lr=1e-3)", 1e-3, lambda p: o.SGD(p, lr=1e-3)),
    ("sgd(lr=2e-4, momentum=0.9, nesterov=true)", 2e-4, lambda p: o.SGD(p, lr=2e-4, momentum=0.9, nesterov=True)),
    ("rmsprop(lr=0.01)", 0.01, lambda p: o.RMSprop(p, lr=0.01)),
    ("adam(lr=0.1)", 0.1, lambda p: o.Adam(p, lr=0.1)),
]


def main():
    print(f"# PyTorch {torch.__version__}; written by descend_golden.py")
    for spec, base, make in CASES:
        p = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
        optimizer = make([p])
        schedule = o.lr_scheduler.LambdaLR(optimizer, lambda t: (1 + math.cos(math.pi * t / UPDATES)) / 2)
        for step in range(UPDATES + 1):
            loss = (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2
            lr = optimizer.param_groups[0]["lr"] if step < UPDATES else ""
            if step in SHOWN:
                print(spec, step, repr(p[0].item()), repr(p[1].item()), repr(loss.item()), lr, sep="\t")
            if step < UPDATES:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()


if __name__ == "__main__":
    main()
