#!/usr/bin/env python3
"""Writes optim.tsv: 200 updates of every optimizer, from PyTorch or straight from the papers' formulas.

Run with PyTorch 1.13 when a rule is added; the table is committed, so the tests need no Python:

    python3 tests/golden/optim_golden.py > tests/golden/optim.tsv

Columns, separated by tabs: source, specification, problem, momentum schedule, update, parameters after it.
Everything is in double. Both sides make the same gradients:
  random      a 2 x 3 matrix; element i of update t is the next number of a 32-bit linear congruential generator,
              divided by 2^32, minus 0.5
  rosenbrock  (1 - x)^2 + 100 (y - x^2)^2 from (-1.2, 1)
The rate of update t (from 0) is base (1 - t / 250). A momentum schedule of "rising" is 0.85 + 0.1 t / 200.
"""
import math

import torch

UPDATES = 200
SHOWN = (1, 2, 3, 5, 6, 10, 50, 100, 200)
START = {"random": [[1.0, -0.5, 0.25], [2.0, -1.0, 0.75]], "rosenbrock": [-1.2, 1.0]}


class Generator:
    def __init__(self):
        self.state = 12345

    def next(self):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return self.state / 2**32 - 0.5


def gradient(problem, p, generator):
    if problem == "random":
        return torch.tensor([[generator.next() for _ in range(3)] for _ in range(2)], dtype=torch.float64)
    x, y = p[0].item(), p[1].item()
    slope = y - x * x
    return torch.tensor([-2.0 * (1.0 - x) - 400.0 * x * slope, 200.0 * slope], dtype=torch.float64)


def run(source, spec, base, rule, problem, momentum):
    """`rule(p, g, t, lr, mu)` changes p; t counts from 1, mu is None without a momentum schedule."""
    p = torch.tensor(START[problem], dtype=torch.float64, requires_grad=True)
    generator = Generator()
    for t in range(UPDATES):
        lr = base * (1.0 - t / 250.0)
        mu = 0.85 + 0.1 * t / 200.0 if momentum == "rising" else None
        g = gradient(problem, p.detach(), generator)
        with torch.no_grad():
            rule(p, g, t + 1, lr, mu)
        if t + 1 in SHOWN:
            values = " ".join(repr(v) for v in p.detach().flatten().tolist())
            print(source, spec, problem, momentum, t + 1, values, sep="\t")


# ---- rules of PyTorch ------------------------------------------------------------------------------------------------


def torch_rule(make):
    """A rule that runs the PyTorch optimizer `make(parameters)`."""
    held = {}

    def rule(p, g, t, lr, mu):
        if t == 1:
            held["optimizer"] = make([p])
        optimizer = held["optimizer"]
        group = optimizer.param_groups[0]
        group["lr"] = lr
        if mu is not None and "betas" in group:
            group["betas"] = (mu, group["betas"][1])
        elif mu is not None:
            group["momentum"] = mu
        p.grad = g
        optimizer.step()

    return rule


def torch_cases():
    o = torch.optim
    # specification, base rate, optimizer, problems, momentum schedules
    both, fixed = ("random", "rosenbrock"), ("fixed",)
    rising = ("fixed", "rising")
    yield "sgd(lr=2e-3)", 2e-3, lambda q: o.SGD(q, lr=1), both, fixed
    yield "sgd(lr=2e-4, momentum=0.9)", 2e-4, lambda q: o.SGD(q, lr=1, momentum=0.9), both, rising
    yield ("sgd(lr=2e-4, momentum=0.9, nesterov=true, weight_decay=0.01)", 2e-4,
           lambda q: o.SGD(q, lr=1, momentum=0.9, nesterov=True, weight_decay=0.01), both, rising)
    yield ("sgd(lr=1e-3, momentum=0.8, dampening=0.5, weight_decay=0.1)", 1e-3,
           lambda q: o.SGD(q, lr=1, momentum=0.8, dampening=0.5, weight_decay=0.1), both, fixed)
    yield "adam(lr=0.02)", 0.02, lambda q: o.Adam(q), both, rising
    yield ("adam(lr=0.02, beta1=0.8, beta2=0.99, eps=1e-3, weight_decay=0.1)", 0.02,
           lambda q: o.Adam(q, betas=(0.8, 0.99), eps=1e-3, weight_decay=0.1), both, fixed)
    yield "adamw(lr=0.02, weight_decay=0.1)", 0.02, lambda q: o.AdamW(q, weight_decay=0.1), both, rising
    yield "amsgrad(lr=0.02)", 0.02, lambda q: o.Adam(q, amsgrad=True), both, fixed
    yield ("amsgrad(lr=0.02, weight_decay=0.1, coupling=decoupled)", 0.02,
           lambda q: o.AdamW(q, amsgrad=True, weight_decay=0.1), both, fixed)
    yield "radam(lr=0.02)", 0.02, lambda q: o.RAdam(q), ("random",), rising
    yield "radam(lr=1e-3, weight_decay=0.1)", 1e-3, lambda q: o.RAdam(q, weight_decay=0.1), both[:1], fixed
    yield "radam(lr=1e-4)", 1e-4, lambda q: o.RAdam(q), ("rosenbrock",), fixed
    yield "adamax(lr=0.02)", 0.02, lambda q: o.Adamax(q), both, rising
    yield "adamax(lr=0.02, weight_decay=0.1)", 0.02, lambda q: o.Adamax(q, weight_decay=0.1), both, fixed
    yield "adagrad(lr=0.1)", 0.1, lambda q: o.Adagrad(q), both, fixed
    yield ("adagrad(lr=0.1, lr_decay=0.01, initial_sum=0.1, weight_decay=0.1)", 0.1,
           lambda q: o.Adagrad(q, lr_decay=0.01, initial_accumulator_value=0.1, weight_decay=0.1), both, fixed)
    yield "rmsprop(lr=0.01)", 0.01, lambda q: o.RMSprop(q), both, fixed
    yield ("rmsprop(lr=2e-3, alpha=0.9, momentum=0.9, weight_decay=0.1)", 2e-3,
           lambda q: o.RMSprop(q, alpha=0.9, momentum=0.9, weight_decay=0.1), both, rising)
    yield ("rmsprop(lr=0.01, alpha=0.9, eps=1e-3, momentum=0.5, centered=true)", 0.01,
           lambda q: o.RMSprop(q, alpha=0.9, eps=1e-3, momentum=0.5, centered=True), ("random",), fixed)
    yield "adadelta(lr=1)", 1.0, lambda q: o.Adadelta(q, lr=1), both, fixed
    yield ("adadelta(lr=0.5, rho=0.95, eps=1e-5, weight_decay=0.1)", 0.5,
           lambda q: o.Adadelta(q, lr=1, rho=0.95, eps=1e-5, weight_decay=0.1), both, fixed)


# ---- rules straight from their formulas ------------------------------------------------------------------------------


def zeros(p):
    return torch.zeros_like(p.detach())


def sgd_inside(mu0, nesterov=False, goyal=False):
    s = {}

    def rule(p, g, t, lr, mu):
        mu = mu0 if mu is None else mu
        v = s.get("v", zeros(p))
        if goyal and t > 1:
            v = v * (lr / s["lr"])
        s["lr"] = lr
        s["v"] = mu * v + lr * g
        p -= lr * g + mu * s["v"] if nesterov else s["v"]

    return rule


def shrink(coupling, lr, base, wd):
    return {"decoupled": lr * wd, "schedule": lr / base * wd, "squared": lr * lr / base * wd, "independent": wd}[coupling]


def adam(base, b1, b2, eps, place="outside", correction=True, coupling="decoupled", wd=0.0):
    s = {}

    def rule(p, g, t, lr, mu):
        m = s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
        v = s["v"] = b2 * s.get("v", 0) + (1 - b2) * g * g
        c1, c2 = (1 - b1**t, 1 - b2**t) if correction else (1.0, 1.0)
        p -= shrink(coupling, lr, base, wd) * p
        if place == "hat":  # Keras
            p -= lr * math.sqrt(c2) / c1 * m / (v.sqrt() + eps)
        elif place == "inside":
            p -= lr * (m / c1) / (v / c2 + eps).sqrt()
        else:
            p -= lr * (m / c1) / ((v / c2).sqrt() + eps)

    return rule


def nadam(b1, b2, eps, psi, wd=0.0):
    s = {"product": 1.0}

    def rule(p, g, t, lr, mu):
        g = g + wd * p
        beta = b1 if mu is None else mu
        mu_t = beta * (1 - 0.5 * 0.96 ** (t * psi))
        mu_next = beta * (1 - 0.5 * 0.96 ** ((t + 1) * psi))
        s["product"] *= mu_t
        m = s["m"] = beta * s.get("m", 0) + (1 - beta) * g
        v = s["v"] = b2 * s.get("v", 0) + (1 - b2) * g * g
        m_hat = mu_next * m / (1 - s["product"] * mu_next) + (1 - mu_t) * g / (1 - s["product"])
        p -= lr * m_hat / ((v / (1 - b2**t)).sqrt() + eps)

    return rule


def rmsprop_inside(alpha, eps, mu0):
    s = {}

    def rule(p, g, t, lr, mu):
        v = s["v"] = alpha * s.get("v", 0) + (1 - alpha) * g * g
        b = s["b"] = mu0 * s.get("b", 0) + lr * g / (v + eps).sqrt()
        p -= b

    return rule


def lion(b1, b2, wd):
    s = {}

    def rule(p, g, t, lr, mu):
        m = s.get("m", zeros(p))
        beta = b1 if mu is None else mu
        step = torch.sign(beta * m + (1 - beta) * g)
        s["m"] = b2 * m + (1 - b2) * g
        p -= lr * (step + wd * p)

    return rule


def lars(mu0, trust, wd):
    s = {}

    def rule(p, g, t, lr, mu):
        local = trust * p.norm() / (g.norm() + wd * p.norm())
        s["v"] = (mu0 if mu is None else mu) * s.get("v", zeros(p)) + lr * local * (g + wd * p)
        p -= s["v"]

    return rule


def lamb(b1, b2, eps, wd):
    s = {}

    def rule(p, g, t, lr, mu):
        m = s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
        v = s["v"] = b2 * s.get("v", 0) + (1 - b2) * g * g
        d = (m / (1 - b1**t)) / ((v / (1 - b2**t)).sqrt() + eps) + wd * p
        p -= lr * p.norm() / d.norm() * d

    return rule


def muon(mu0, scale, wd):
    s = {}

    def rule(p, g, t, lr, mu):
        s["v"] = mu0 * s.get("v", zeros(p)) + g
        x = g + mu0 * s["v"]
        x = x / (x.norm() + 1e-7)
        for _ in range(5):
            a = x @ x.T
            x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
        rows, columns = p.shape
        factor = 0.2 * math.sqrt(max(rows, columns)) if scale == "like_adamw" else math.sqrt(max(1, rows / columns))
        p -= lr * wd * p
        p -= lr * factor * x

    return rule


def schedule_free(beta, wd, b2=None, eps=1e-8):
    """With b2 AdamW, else SGD."""
    s = {"sum": 0.0, "max": 0.0}

    def rule(p, g, t, lr, mu):
        y = p.detach().clone()
        z, x = s.get("z", y), s.get("x", y)
        if b2 is None:
            d = g + wd * y
        else:
            v = s["v"] = b2 * s.get("v", 0) + (1 - b2) * g * g
            d = g / ((v / (1 - b2**t)).sqrt() + eps) + wd * y
        s["max"] = max(s["max"], lr)
        s["sum"] += s["max"] ** 2
        c = s["max"] ** 2 / s["sum"]
        s["z"] = z - lr * d
        s["x"] = (1 - c) * x + c * s["z"]
        p.copy_((1 - beta) * s["z"] + beta * s["x"])

    return rule


def prodigy(b1, b2, eps, wd, d0):
    s = {"d": d0, "numerator": 0.0}
    b3 = math.sqrt(b2)

    def rule(p, g, t, lr, mu):
        if t == 1:
            s["p0"] = p.detach().clone()
        d = s["d"]
        e = d * lr
        s["numerator"] = b3 * s["numerator"] + d / d0 * e * (g * (s["p0"] - p)).sum().item()
        s["s"] = b3 * s.get("s", 0) + d / d0 * e * g
        s["m"] = b1 * s.get("m", 0) + (1 - b1) * d * g
        s["v"] = b2 * s.get("v", 0) + (1 - b2) * d * d * g * g
        s["d"] = max(d, s["numerator"] / s["s"].abs().sum().item())
        p -= wd * e * p
        p -= e * s["m"] / (s["v"].sqrt() + s["d"] * eps)

    return rule


def formula_cases():
    both, fixed, rising = ("random", "rosenbrock"), ("fixed",), ("fixed", "rising")
    yield "sgd(lr=2e-4, momentum=0.9, rate=inside)", 2e-4, lambda: sgd_inside(0.9), both, rising
    yield ("sgd(lr=2e-4, momentum=0.9, nesterov=true, rate=inside)", 2e-4,
           lambda: sgd_inside(0.9, nesterov=True), both, rising)
    yield ("sgd(lr=2e-4, momentum=0.9, rate=inside, goyal_correction=true)", 2e-4,
           lambda: sgd_inside(0.9, goyal=True), both, fixed)
    for coupling in ("schedule", "squared", "independent"):
        yield (f"adamw(lr=0.02, weight_decay=0.01, coupling={coupling})", 0.02,
               lambda: adam(0.02, 0.9, 0.999, 1e-8, coupling=coupling, wd=0.01), both, fixed)
    yield "adam(lr=0.02, eps=1e-3, eps_hat=true)", 0.02, lambda: adam(0.02, 0.9, 0.999, 1e-3, "hat"), both, fixed
    yield "adam(lr=0.02, eps=1e-3, eps_inside=true)", 0.02, lambda: adam(0.02, 0.9, 0.999, 1e-3, "inside"), both, fixed
    yield ("adam(lr=0.02, bias_correction=false)", 0.02,
           lambda: adam(0.02, 0.9, 0.999, 1e-8, correction=False), both, fixed)
    yield "nadam(lr=0.02)", 0.02, lambda: nadam(0.9, 0.999, 1e-8, 4e-3), both, rising
    yield "nadam(lr=0.02, weight_decay=0.1)", 0.02, lambda: nadam(0.9, 0.999, 1e-8, 4e-3, wd=0.1), both, fixed
    yield ("rmsprop(lr=2e-3, alpha=0.9, eps=1e-3, eps_inside=true, momentum=0.9, rate=inside)", 2e-3,
           lambda: rmsprop_inside(0.9, 1e-3, 0.9), both, fixed)
    yield "lion(lr=0.01, weight_decay=0.1)", 0.01, lambda: lion(0.9, 0.99, 0.1), ("random",), rising
    yield "lars(lr=1, weight_decay=0.01)", 1.0, lambda: lars(0.9, 1e-3, 0.01), both, rising
    yield "lamb(lr=0.01, weight_decay=0.1)", 0.01, lambda: lamb(0.9, 0.999, 1e-6, 0.1), both, fixed
    yield "muon(lr=0.01, weight_decay=0.1)", 0.01, lambda: muon(0.95, "like_adamw", 0.1), ("random",), fixed
    yield "muon(lr=0.01, scale=original)", 0.01, lambda: muon(0.95, "original", 0.0), ("random",), fixed
    yield "schedule_free_sgd(lr=1e-3, weight_decay=0.01)", 1e-3, lambda: schedule_free(0.9, 0.01), both, fixed
    yield ("schedule_free_adamw(lr=0.02, weight_decay=0.1)", 0.02,
           lambda: schedule_free(0.9, 0.1, b2=0.999), both, fixed)
    # With the usual d0 of 1e-6, p0 - p begins as a difference of nearly equal numbers, good to few digits.
    yield "prodigy(lr=0.1, d0=0.1, weight_decay=0.01)", 0.1, lambda: prodigy(0.9, 0.999, 1e-8, 0.01, 0.1), both, fixed


def main():
    print(f"# PyTorch {torch.__version__}; written by optim_golden.py")
    for spec, base, make, problems, schedules in torch_cases():
        for problem in problems:
            for momentum in schedules:
                run("torch", spec, base, torch_rule(make), problem, momentum)
    for spec, base, make, problems, schedules in formula_cases():
        for problem in problems:
            for momentum in schedules:
                run("formula", spec, base, make(), problem, momentum)


if __name__ == "__main__":
    main()
